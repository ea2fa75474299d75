import { notFound } from '../refusals.ts';
import { scimOperation } from '../scim-operation.ts';
import { URN } from '../scim-request.ts';
import { SCHEMAS } from './schemas.ts';

const GUIDE = 'https://docs.aws.amazon.com/singlesignon/latest/userguide';

/** As AWS's guide shows it; it says 50 there whatever a page holds. */
const PROVIDER_CONFIG = {
  schemas: [URN.providerConfig],
  documentationUri: `${GUIDE}/manage-your-identity-source-idp.html`,
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'OAuth Bearer Token',
      description: 'Authentication scheme using the OAuth Bearer Token Standard',
      specUri: 'https://www.rfc-editor.org/info/rfc6750',
      documentationUri: `${GUIDE}/provision-automatically.html`,
      primary: true,
    },
  ],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 1, maxPayloadSize: 1_048_576 },
  filter: { supported: true, maxResults: 50 },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
};

export const serviceProviderConfig = scimOperation('ServiceProviderConfig', () => ({
  status: 200,
  body: PROVIDER_CONFIG,
}));

export const listResourceTypes = scimOperation('ListResourceTypes', (_, { endpoint }) =>
  all([
    {
      ...resourceType('User', 'User Account', endpoint),
      schemaExtensions: [{ schema: URN.enterprise, required: true }],
    },
    resourceType('Group', 'Group', endpoint),
  ]),
);

function resourceType(name: 'User' | 'Group', description: string, endpoint: string) {
  return {
    schemas: [URN.resourceType],
    id: name,
    name,
    endpoint: `/${name}s`,
    description,
    schema: name === 'User' ? URN.user : URN.group,
    meta: { resourceType: 'ResourceType', location: `${endpoint}/ResourceTypes/${name}` },
  };
}

export const listSchemas = scimOperation('ListSchemas', () => all(SCHEMAS));

export const getSchema = scimOperation('GetSchema', (_call, _tenant, input) => {
  const body = SCHEMAS.find(({ id }) => id === input.id);
  if (!body) throw notFound('Specified schema does not exist.');
  return { status: 200, body };
});

function all(resources: readonly object[]) {
  const count = resources.length;
  const head = { schemas: [URN.list], totalResults: count, itemsPerPage: count, startIndex: 1 };
  return { status: 200, body: { ...head, Resources: resources } };
}
