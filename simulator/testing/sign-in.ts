import { SSOClient } from '@aws-sdk/client-sso';
import {
  CreateTokenCommand,
  type CreateTokenCommandOutput,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc';

export const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** A person at a command line, as `aws sso login` and the SDKs act for one. */
export class SignIn {
  readonly portal: SSOClient;
  readonly oidc: SSOOIDCClient;
  readonly url: string;
  readonly #startUrl: string;
  #client: { clientId: string; clientSecret: string } | undefined;

  /** With a client that registered itself before, or one that does so when it is first needed. */
  constructor(url: string, startUrl: string, client?: { clientId: string; clientSecret: string }) {
    const settings = { endpoint: url, region: 'eu-west-1', maxAttempts: 1 };
    this.portal = new SSOClient(settings);
    this.oidc = new SSOOIDCClient(settings);
    this.url = url;
    this.#client = client;
    this.#startUrl = startUrl;
  }

  async client(): Promise<{ clientId: string; clientSecret: string }> {
    if (!this.#client) {
      const made = await this.oidc.send(new RegisterClientCommand({ clientName: 'test', clientType: 'public' }));
      this.#client = { clientId: made.clientId ?? '', clientSecret: made.clientSecret ?? '' };
    }
    return this.#client;
  }

  async device(startUrl = this.#startUrl): Promise<{ deviceCode: string; userCode: string }> {
    const command = new StartDeviceAuthorizationCommand({ ...(await this.client()), startUrl });
    const { deviceCode = '', userCode = '' } = await this.oidc.send(command);
    return { deviceCode, userCode };
  }

  async token(deviceCode: string): Promise<CreateTokenCommandOutput> {
    const command = new CreateTokenCommand({ ...(await this.client()), grantType: DEVICE_GRANT, deviceCode });
    return this.oidc.send(command);
  }

  /** Approves at the control API; returns its status. */
  async approve(userName: string, userCode?: string): Promise<number> {
    const body = JSON.stringify({ userName, userCode });
    return (await fetch(`${this.url}/_simulator/sign-in`, { method: 'POST', body })).status;
  }

  /** The whole way: an access token of that user. */
  async as(userName: string): Promise<string> {
    const { deviceCode, userCode } = await this.device();
    await this.approve(userName, userCode);
    return (await this.token(deviceCode)).accessToken ?? '';
  }
}
