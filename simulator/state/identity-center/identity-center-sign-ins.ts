/** A device that waits for its user to sign in. */
export interface DeviceAuthorization {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly clientId: string;
  readonly expiresAt: number;
  /** Who approved it. */
  userId?: string;
}

export interface SignInsData {
  readonly devices: readonly DeviceAuthorization[];
  /** Who approves every device at once, while a test or demo says so. */
  readonly automaticUserId?: string;
  /** Sign-ins that ended before their time, by Logout. */
  readonly ended: readonly string[];
}

/** Sign-ins of an instance's people: those under way, and those that ended early. All others are in their tokens. */
export class SignIns {
  readonly #devices: Map<string, DeviceAuthorization>;
  readonly #ended: Set<string>;
  automaticUserId: string | undefined;

  constructor(data?: SignInsData) {
    this.#devices = new Map(data?.devices.map((device) => [device.deviceCode, device]));
    this.#ended = new Set(data?.ended);
    this.automaticUserId = data?.automaticUserId;
  }

  add(device: DeviceAuthorization, now: number): void {
    for (const old of this.#devices.values()) if (old.expiresAt <= now) this.#devices.delete(old.deviceCode);
    if (this.automaticUserId) device.userId = this.automaticUserId;
    this.#devices.set(device.deviceCode, device);
  }

  get(deviceCode: string): DeviceAuthorization | undefined {
    return this.#devices.get(deviceCode);
  }

  /** Approves the device with that code, or all that wait; says how many. */
  approve(userId: string, userCode?: string): number {
    const waiting = [...this.#devices.values()].filter(
      (device) => device.userId === undefined && (userCode === undefined || device.userCode === userCode),
    );
    for (const device of waiting) device.userId = userId;
    return waiting.length;
  }

  /** A device code is good for one token. */
  use(deviceCode: string): void {
    this.#devices.delete(deviceCode);
  }

  end(signInId: string): void {
    this.#ended.add(signInId);
  }

  hasEnded(signInId: string): boolean {
    return this.#ended.has(signInId);
  }

  toData(): SignInsData {
    return {
      devices: [...this.#devices.values()],
      ended: [...this.#ended],
      ...(this.automaticUserId ? { automaticUserId: this.automaticUserId } : {}),
    };
  }
}
