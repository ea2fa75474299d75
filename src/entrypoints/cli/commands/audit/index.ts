import type { Command } from 'commander';
import { addCheckpoint } from './checkpoint.ts';
import { addExport } from './export.ts';
import { addList } from './list.ts';
import { addVerify } from './verify.ts';

export function addAudit(program: Command): void {
  const group = program.command('audit').description('The audit log');
  addList(group);
  addExport(group);
  addCheckpoint(group);
  addVerify(group);
}
