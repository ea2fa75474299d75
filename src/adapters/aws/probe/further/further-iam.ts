import {
  GenerateCredentialReportCommand,
  GetAccountAuthorizationDetailsCommand,
  GetCredentialReportCommand,
} from '@aws-sdk/client-iam';
import type { Check } from '../../../../core/connectors/model/checklist.ts';
import { count } from '../../reading/reading.ts';
import { atLeast, type Probe, tryAction } from '../probe.ts';

/** Enough to see that it is allowed: an entry carries all its policies, so that a full page may weigh megabytes. */
const MaxItems = 10;

export async function probeFurtherIam(probe: Probe): Promise<Check[]> {
  const { iam } = probe.clients;
  const [details, report] = await Promise.all([
    tryAction(
      probe,
      'iam:GetAccountAuthorizationDetails',
      (abortSignal) =>
        iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ['User', 'Group', 'Role'], MaxItems }), {
          abortSignal,
        }),
      ({ UserDetailList = [], GroupDetailList = [], RoleDetailList = [], IsTruncated }) => {
        const all = UserDetailList.length + GroupDetailList.length + RoleDetailList.length;
        return atLeast(`${all} users, groups and roles`, IsTruncated === true);
      },
    ),
    probeCredentialReport(probe),
  ]);
  return [details.check, ...report];
}

/** AWS makes a report at most every four hours: asking for one twice makes one. */
async function probeCredentialReport(probe: Probe): Promise<Check[]> {
  const { iam } = probe.clients;
  const generated = await tryAction(
    probe,
    'iam:GenerateCredentialReport',
    (abortSignal) => iam.send(new GenerateCredentialReportCommand({}), { abortSignal }),
    ({ State }) => (State === 'COMPLETE' ? 'There is a report.' : 'AWS is making a report.'),
  );
  const read = await tryAction(
    probe,
    'iam:GetCredentialReport',
    (abortSignal) => iam.send(new GetCredentialReportCommand({}), { abortSignal }),
    ({ Content }) => count(rowsOf(Content), 'row'),
    {
      CredentialReportNotReadyException: 'Allowed; AWS is still making the report.',
      CredentialReportNotPresentException: 'Allowed; no report was made yet.',
      CredentialReportExpiredException: 'Allowed; the last report is more than four hours old.',
    },
  );
  return [generated.check, read.check];
}

/** Without its head. */
const rowsOf = (content: Uint8Array | undefined) =>
  Math.max(0, new TextDecoder().decode(content).trimEnd().split('\n').length - 1);
