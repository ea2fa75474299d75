/** Every kind of thing that entries are about, in words; a test compares it with the code. */
const kinds: Record<string, string> = {
  'access-request': 'Request',
  'api-token': 'API token',
  application: 'Application',
  campaign: 'Campaign',
  connector: 'Connector',
  delegation: 'Delegation',
  directory: 'Directory',
  'federation-rule': 'Federation rule',
  'identity-provider': 'Identity provider',
  installation: 'Installation',
  lease: 'Lease',
  'manual-task': 'Task by hand',
  person: 'Person',
  policy: 'Policy',
  'review-item': 'Review item',
  revocation: 'Revocation',
  'signing-key': 'Signing key',
  'sync-run': 'Sync run',
};

export const auditKinds = Object.entries(kinds).map(([value, label]) => ({ value, label }));
