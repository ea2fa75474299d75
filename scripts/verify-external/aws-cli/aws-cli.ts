import { type Ran, runProgram } from '../run-program.ts';

export interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}
/** What a program printed and how it ended, without what newer releases put around AWS's words. */
export interface Seen {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** The unmodified aws command line, asking `url` with these keys. */
export class AwsCli {
  readonly version: string;
  /** What it was answered so far, without an error: "iam list-users". */
  readonly answered = new Set<string>();
  readonly #url: string;
  readonly #region: string;

  constructor(version: string, url: string, region: string) {
    this.version = version;
    this.#url = url;
    this.#region = region;
  }

  /** Release 1 ends with 255 where AWS refuses, release 2 with 254. */
  get refusedExitCode(): number {
    return this.version.startsWith('1.') ? 255 : 254;
  }

  async run(keys: Keys, ...args: string[]): Promise<Seen> {
    // The endpoint as an option: older releases do not know AWS_ENDPOINT_URL.
    const options = ['--endpoint-url', this.#url, '--output', 'json', ...args];
    return this.#seen(await runProgram('aws', options, this.environment(keys)), [args.slice(0, 2)]);
  }

  /** Commands of ours that a person is to paste into a shell, as they are. */
  async paste(keys: Keys, commands: string): Promise<Seen> {
    const pointed = `aws() { command aws --endpoint-url '${this.#url}' "$@"; }`;
    const calls = [...commands.matchAll(/^aws ([\w-]+) ([\w-]+)/gm)].map(([, ...call]) => call as string[]);
    return this.#seen(await runProgram('sh', ['-c', `${pointed}\n${commands}`], this.environment(keys)), calls);
  }

  /** The answer as JSON, undefined where AWS answers nothing. Throws with what the aws CLI printed when it fails. */
  async ask<T>(keys: Keys, ...args: string[]): Promise<T> {
    const { exitCode, stdout, stderr } = await this.run(keys, ...args);
    if (exitCode !== 0) throw new Error(`aws ${args.join(' ').slice(0, 200)} ended with ${exitCode}: ${stderr}`);
    return (stdout === '' ? undefined : JSON.parse(stdout)) as T;
  }

  environment(keys?: Keys): Record<string, string> {
    return {
      AWS_DEFAULT_REGION: this.#region,
      AWS_PAGER: '',
      AWS_RETRY_MODE: 'standard',
      AWS_MAX_ATTEMPTS: '3',
      ...(keys && { AWS_ACCESS_KEY_ID: keys.accessKeyId, AWS_SECRET_ACCESS_KEY: keys.secretAccessKey }),
      ...(keys?.sessionToken && { AWS_SESSION_TOKEN: keys.sessionToken }),
    };
  }

  #seen({ exitCode, stdout, stderr }: Ran, calls: string[][]): Seen {
    if (exitCode === 0) for (const call of calls) this.answered.add(call.join(' '));
    return { exitCode, stdout: stdout.trim(), stderr: wordsOf(stderr) };
  }
}

/** AWS's words: without "aws: [ERROR]: " and the further members of the error, which newer releases add. */
export const wordsOf = (stderr: string): string =>
  stderr
    .trim()
    .replace(/^aws: \[ERROR\]: /, '')
    .replace(/\n\nAdditional error details:\n.*$/s, '');

/** `1.45.11`; undefined where there is no aws command line. */
export async function awsCliVersion(): Promise<string | undefined> {
  const { stdout, stderr } = await runProgram('aws', ['--version']);
  return /aws-cli\/(\S+)/.exec(stdout + stderr)?.[1];
}
