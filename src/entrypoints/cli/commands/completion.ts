import { Argument, type Command } from 'commander';

/** `words of the command so far` → what may follow, for every command there is. */
function continuations(command: Command, path: string, found: Map<string, string[]>): Map<string, string[]> {
  const names = command.commands.map((child) => child.name());
  const flags = command.options.flatMap(({ long }) => (long ? [long] : []));
  found.set(path, [...names, ...flags, '--help']);
  for (const child of command.commands) continuations(child, `${path} ${child.name()}`.trim(), found);
  return found;
}

const bashScript = (found: Map<string, string[]>): string => `_countersign() {
  local word="\${COMP_WORDS[COMP_CWORD]}" path="" each
  for each in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$each" in -*) break ;; esac
    path="\${path:+$path }$each"
  done
  local words=""
  while :; do
    case "$path" in
${[...found].map(([path, words]) => `      "${path}") words="${words.join(' ')}"; break ;;`).join('\n')}
    esac
    case "$path" in *" "*) path="\${path% *}" ;; *) path="" ;; esac
  done
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -F _countersign countersign`;

/** zsh runs bash's completions through its own bridge. */
const zshScript = (found: Map<string, string[]>): string =>
  `autoload -U +X bashcompinit && bashcompinit\n${bashScript(found)}`;

export function addCompletion(program: Command): void {
  program
    .command('completion')
    .description('Script for tab completion: eval "$(countersign completion bash)"')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh']))
    .action((shell: 'bash' | 'zsh') => {
      const found = continuations(program, '', new Map());
      process.stdout.write(`${shell === 'bash' ? bashScript(found) : zshScript(found)}\n`);
    });
}
