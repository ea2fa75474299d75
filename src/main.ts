import { runCommand } from './commands.ts';

const [command = 'help', ...options] = process.argv.slice(2);
try {
  process.exitCode = await runCommand(command, options);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
