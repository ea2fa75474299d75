import type { Command } from 'commander';
import type { Client, Received } from '../client/client.ts';
import { connect } from '../client/connect.ts';
import { readEnvironment } from '../environment.ts';
import { printable } from '../output/printable.ts';

/** What every command gets: the server, and the two ways to say something. */
export interface Run {
  client: Client;
  isJson: boolean;
  /** The answer, on standard output: with --json exactly what the API answered, otherwise the text. */
  show(received: Received<unknown>, text: () => string): void;
  /** Progress and advice, on standard error; nothing with --json, where scripts read. */
  note(text: string): void;
  /** Columns of the terminal; undefined when standard output is none. */
  width: number | undefined;
}
export interface CommonOptions {
  json?: boolean;
  url?: string;
}

/** Taken anywhere on the line: `countersign --json people list` is as good as `countersign people list --json`. */
export const withCommonOptions = (command: Command): Command =>
  command
    .option('--json', 'print exactly what the API answers')
    .option('--url <address>', 'server to ask (default: COUNTERSIGN_URL, then the last login)');

/** Adds one command with the options every command has. */
export const leaf = (parent: Command, usage: string, summary: string): Command =>
  withCommonOptions(parent.command(usage).description(summary));

export const speaker = (options: CommonOptions): Omit<Run, 'client'> => ({
  isJson: options.json === true,
  show: (received, text) => {
    const said = options.json ? received.text : printable(text());
    if (said !== '') process.stdout.write(`${said}\n`);
  },
  note: (text) => {
    if (!options.json) process.stderr.write(`${printable(text)}\n`);
  },
  width: process.stdout.isTTY ? process.stdout.columns : undefined,
});

/** Turns what a command does into what commander calls: arguments first, then options, then the command itself. */
export const acting =
  <Options, Args extends unknown[] = []>(
    act: (run: Run, options: Options & CommonOptions, ...args: Args) => Promise<void>,
  ) =>
  async (...received: unknown[]): Promise<void> => {
    const options = (received.at(-1) as Command).optsWithGlobals() as Options & CommonOptions;
    const client = await connect(options.url, readEnvironment());
    await act({ client, ...speaker(options) }, options, ...(received.slice(0, -2) as Args));
  };
