import type { Operation } from '../../service.ts';
import { getAccountAuthorizationDetails } from './authorization-details.ts';
import { generateCredentialReport, getCredentialReport } from './credential-report.ts';
import { generateServiceLastAccessedDetails, getServiceLastAccessedDetails } from './last-accessed.ts';

/** What tells of a whole AWS account at once. */
export const reportOperations: readonly Operation[] = [
  ...[getAccountAuthorizationDetails, generateCredentialReport, getCredentialReport],
  ...[generateServiceLastAccessedDetails, getServiceLastAccessedDetails],
];
