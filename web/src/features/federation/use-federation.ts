import { refresh } from '../../api/queries.ts';

/** What a file or a rule changes on other pages: whose access is known. */
export const refreshFederation = () =>
  refresh(
    '/api/v1/identity-providers',
    '/api/v1/identity-providers/:id/groups',
    '/api/v1/identity-providers/:id/rules',
    '/api/v1/roles/:id/access',
    '/api/v1/people/:id/access',
    '/api/v1/aws-accounts/:awsAccountId/access',
  );
