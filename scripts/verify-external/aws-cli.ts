import { type Ran, runProgram } from './run-program.ts';

export interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** The unmodified aws command line, asking `url` with these keys. */
export class AwsCli {
  readonly #url: string;
  readonly #region: string;

  constructor(url: string, region: string) {
    this.#url = url;
    this.#region = region;
  }

  run(keys: Keys, ...args: string[]): Promise<Ran> {
    // The endpoint as an option: older releases do not know AWS_ENDPOINT_URL.
    return runProgram('aws', ['--endpoint-url', this.#url, '--output', 'json', ...args], {
      AWS_DEFAULT_REGION: this.#region,
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      ...(keys.sessionToken && { AWS_SESSION_TOKEN: keys.sessionToken }),
    });
  }

  /** The answer as JSON. Throws with what the aws CLI printed when it fails. */
  async ask<T>(keys: Keys, ...args: string[]): Promise<T> {
    const ran = await this.run(keys, ...args);
    if (ran.exitCode !== 0) throw new Error(`aws ${args.join(' ')} ended with ${ran.exitCode}: ${ran.stderr.trim()}`);
    return JSON.parse(ran.stdout) as T;
  }
}

/** `1.45.11`; undefined where there is no aws command line. */
export async function awsCliVersion(): Promise<string | undefined> {
  const { stdout, stderr } = await runProgram('aws', ['--version']);
  return /aws-cli\/(\S+)/.exec(stdout + stderr)?.[1];
}
