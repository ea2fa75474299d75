import { URN } from '../scim-request.ts';
import { ENTERPRISE_TEXTS, NAME_PARTS, USER_LISTS, USER_TEXTS } from '../users/user-attributes.ts';

type Details = Readonly<Record<string, unknown>>;

/** RFC 7643's description of an attribute; what is usual needs no saying. */
function attribute(name: string, details: Details = {}) {
  const { type = 'string' } = details;
  return {
    name,
    type,
    multiValued: false,
    description: `${name} of the resource`,
    required: false,
    ...(type === 'string' ? { caseExact: false } : {}),
    mutability: 'readWrite',
    returned: 'default',
    ...(type === 'string' ? { uniqueness: 'none' } : {}),
    ...details,
  };
}

function complex(name: string, parts: readonly ReturnType<typeof attribute>[], details: Details = {}) {
  return attribute(name, { type: 'complex', subAttributes: parts, ...details });
}

function part(name: string) {
  return attribute(name, name === 'primary' ? { type: 'boolean' } : {});
}

const UNIQUE = { required: true, uniqueness: 'server' };
const NEEDED_NAMES = new Set(['familyName', 'givenName']);
const name = complex(
  'name',
  NAME_PARTS.map((one) => attribute(one, { required: NEEDED_NAMES.has(one) })),
  { required: true },
);
const lists = Object.entries(USER_LISTS).map(([list, parts]) => complex(list, parts.map(part), { multiValued: true }));
const member = [
  attribute('value', { mutability: 'immutable' }),
  attribute('$ref', { type: 'reference', referenceTypes: ['User'], mutability: 'immutable' }),
  attribute('type', { mutability: 'immutable', canonicalValues: ['User'] }),
];

/** What Identity Center's users and groups are made of. */
export const SCHEMAS = [
  {
    id: URN.user,
    name: 'User',
    description: 'User Account',
    attributes: [
      attribute('userName', UNIQUE),
      name,
      attribute('displayName', { required: true }),
      ...USER_TEXTS.map((text) => attribute(text)),
      attribute('active', { type: 'boolean' }),
      ...lists,
    ],
  },
  {
    id: URN.group,
    name: 'Group',
    description: 'Group',
    attributes: [attribute('displayName', UNIQUE), complex('members', member, { multiValued: true })],
  },
  {
    id: URN.enterprise,
    name: 'EnterpriseUser',
    description: 'Enterprise User',
    attributes: [
      ...ENTERPRISE_TEXTS.map((text) => attribute(text)),
      complex('manager', [attribute('value'), attribute('$ref', { type: 'reference', referenceTypes: ['User'] })]),
    ],
  },
];
