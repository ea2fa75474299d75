import type { GenerateCredentialReportResponse, GetCredentialReportResponse } from '@aws-sdk/client-iam';
import { AwsError } from '../../../protocols/aws-error.ts';
import type { Call } from '../../call.ts';
import { operation } from '../../service.ts';
import { credentialReportCsv } from './credential-report-csv.ts';
import { reportDelayMs } from './report-delay.ts';

/** A report is good for four hours, and no new one is made before (IAM User Guide, credential reports). */
const GOOD_FOR_MS = 4 * 3600 * 1000;

export const generateCredentialReport = operation<object, GenerateCredentialReportResponse>({
  name: 'GenerateCredentialReport',
  handle(call) {
    const { account, now } = call;
    const report = account.credentialReport;
    if (report && now < report.readyAt) return { State: 'INPROGRESS' };
    if (report && now - report.generatedAt <= GOOD_FOR_MS) return { State: 'COMPLETE' };
    account.credentialReport = {
      generatedAt: now,
      readyAt: now + reportDelayMs(call),
      csv: credentialReportCsv(account, rootCreatedAt(call)),
    };
    call.world.changed();
    return { State: 'STARTED', Description: 'No report exists. Starting a new report generation task' };
  },
});

/** Where the world does not say: when the AWS account joined its organization, or its first user was made. */
function rootCreatedAt({ account, world, now }: Call): number {
  const member = world.organizationOf(account.awsAccountId)?.accounts.get(account.awsAccountId);
  return member?.joinedAt ?? account.users.all().reduce((first, { createdAt }) => Math.min(first, createdAt), now);
}

/** AWS gives these refusals no message. */
export const getCredentialReport = operation<object, GetCredentialReportResponse>({
  name: 'GetCredentialReport',
  handle({ account, now }) {
    const report = account.credentialReport;
    if (!report) throw new AwsError('ReportNotPresent', '', 410);
    if (now < report.readyAt) throw new AwsError('ReportInProgress', '', 404);
    if (now - report.generatedAt > GOOD_FOR_MS) throw new AwsError('ReportExpired', '', 410);
    return {
      Content: Buffer.from(report.csv),
      ReportFormat: 'text/csv',
      GeneratedTime: new Date(report.generatedAt),
    };
  },
});
