import type { Command } from 'commander';
import { requestRoutes } from '../../../../contract/requests.ts';
import { WrongUsage } from '../../failures.ts';
import { findPerson } from '../find-person.ts';
import { acting, leaf, type Run } from '../leaf.ts';
import { asInstant, spanMinutes } from '../option-values.ts';
import { findEntitlement } from './find-entitlement.ts';
import { answerText, requestText } from './request-text.ts';
import { requireActive, waitForAccess } from './wait.ts';

interface RequestOptions {
  for?: number;
  reason?: string;
  ticket?: string;
  start?: string;
  person?: string;
  group?: string;
  check?: boolean;
  wait?: boolean;
}
type Named = [permissionSet: string | undefined, awsAccount: string | undefined];
const USUAL_MINUTES = 60;

async function wishOf({ client }: Run, options: RequestOptions, [permissionSet, awsAccount]: Named) {
  const forPersonId = options.person === undefined ? undefined : await findPerson(client, options.person);
  const named = { permissionSet, awsAccount, group: options.group, forPersonId };
  const entitlement = await findEntitlement(client, named);
  const durationMinutes = options.for ?? USUAL_MINUTES;
  return { entitlement, durationMinutes, ...(forPersonId && { forPersonId }) };
}

async function check(run: Run, options: RequestOptions, named: Named): Promise<void> {
  const answer = await run.client.call(requestRoutes.preview, { body: await wishOf(run, options, named) });
  run.show(answer, () => answerText(answer.value));
}

async function request(run: Run, options: RequestOptions, named: Named): Promise<void> {
  const { reason, ticket, start: startsAt } = options;
  if (options.for === undefined) throw new WrongUsage('Say for how long.', 'For example: --for 2h');
  if (reason === undefined)
    throw new WrongUsage('Say why: the one who decides reads it.', 'For example: --reason "Check a payout"');
  const wish = await wishOf(run, options, named);
  // Said before anything is asked for; the server judges again, and its refusal is what counts.
  if (!run.isJson) run.note(answerText((await run.client.call(requestRoutes.preview, { body: wish })).value));
  const body = { ...wish, reason, ...(ticket && { ticket }), ...(startsAt && { startsAt }) };
  const asked = await run.client.call(requestRoutes.submit, { body });
  const received = options.wait ? await waitForAccess(run, asked.value.id) : asked;
  run.show(received, () => requestText(received.value));
  if (options.wait) requireActive(received.value);
  else run.note(`\nNext: countersign requests show ${asked.value.number}`);
}

/** `request PERMISSION-SET AWS-ACCOUNT` or `request --group NAME`: says who decides, then asks. */
export function addRequest(program: Command): void {
  leaf(program, 'request [permission-set] [aws-account]', 'Ask for access for a time, by names or ids')
    .option('--group <name>', 'ask for membership of this group instead')
    .option('--for <span>', 'how long: 45m, 2h, 1h30m, 1d', spanMinutes)
    .option('--reason <text>', 'why; the one who decides reads it')
    .option('--ticket <id>', 'ticket it belongs to')
    .option('--start <instant>', 'when it shall begin, e.g. 2026-12-01T08:00:00Z (default: at once)', asInstant)
    .option('--person <email>', 'for this person instead of yourself')
    .option('--check', 'only say who would decide, or why not; asks for nothing')
    .option('--wait', 'until it is active; exit code 3 when it was denied or AWS could not be changed')
    .action(
      acting<RequestOptions, Named>((run, options, ...named) =>
        options.check ? check(run, options, named) : request(run, options, named),
      ),
    );
}
