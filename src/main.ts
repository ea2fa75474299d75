import { runCommand } from './commands.ts';

const [command = 'help'] = process.argv.slice(2);
try {
  process.exitCode = await runCommand(command);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
