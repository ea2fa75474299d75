/** One way in which moto is not as AWS is, and the simulated AWS is. */
export interface Gap {
  kind: string;
  /** Of which things. */
  key: RegExp;
  /** Dotted path of what differs; absent where moto lacks the whole thing. */
  path?: string;
  /** What the simulated AWS must say there, as AWS does. */
  says?: RegExp;
  /** What moto says instead, where AWS says nothing. */
  theirs?: RegExp;
  reason: string;
}

/** moto's own gaps, one by one: whatever else differs between the two worlds is a difference. */
export const motoGaps: readonly Gap[] = [
  {
    kind: 'iam-role',
    key: /^<role AWSReservedSSO_AdministratorAccess_[0-9a-f]{16}>$/,
    reason: 'moto makes no role in the AWS account that a permission set is assigned in',
  },
  {
    kind: 'saml-provider',
    key: /^arn:aws:iam::<management>:saml-provider\/AWSSSO_[0-9a-f]{16}_DO_NOT_DELETE$/,
    reason: 'nor the provider that the role trusts',
  },
  {
    kind: 'assume-role of iam-role',
    key: /"nativeId":"arn:aws:iam::<management>:saml-provider\/AWSSSO_[0-9a-f]{16}_DO_NOT_DELETE"},"target":{"kind":"iam-role","nativeId":"<role AWSReservedSSO_AdministratorAccess_[0-9a-f]{16}>"}}$/,
    reason: 'nor, so, that trust',
  },
  {
    kind: 'attached-policy of iam-policy',
    key: /"nativeId":"<role AWSReservedSSO_AdministratorAccess_[0-9a-f]{16}>"},"target":{"kind":"iam-policy","nativeId":"arn:aws:iam::aws:policy\/AdministratorAccess"}}$/,
    reason: 'nor, so, the policy of that role',
  },
  {
    kind: 'aws-account',
    key: /^<(management|account \w+)>$/,
    path: 'attrs.paths',
    says: /^\["<organization>\/<root>\/(<unit Workloads>\/<unit Production>\/)?"\]$/,
    reason: 'moto does not tell the paths of AWS accounts',
  },
  {
    kind: 'organizational-unit',
    key: /^<(root|unit \w+)>$/,
    reason: 'nor, so, which units there are to ask the names of: that is where the reader learns it',
  },
  {
    kind: 'iam-attributes',
    key: /^<user user-002>$/,
    reason: 'moto keeps permissions boundaries of roles, but not of users',
  },
  {
    kind: 'permission-set',
    key: /^<set \w+>$/,
    path: 'attrs.permissionsBoundary',
    says: /^null$/,
    reason: 'moto cannot be asked for it (above)',
  },
  {
    kind: 'permission-set',
    key: /^<set \w+>$/,
    path: 'attrs.tags.risk',
    says: /^"high"$/,
    reason: 'moto cannot be asked for tags (above)',
  },
  {
    kind: 'permission-set',
    key: /^<set \w+>$/,
    path: 'unread',
    theirs: /^\["permissionsBoundary","tags"\]$/,
    reason: 'so that the reader says of moto’s what is not read',
  },
  {
    kind: 'aws-account',
    key: /^<management>$/,
    path: 'name',
    says: /^"management"$/,
    reason: 'moto calls the management AWS account "master"; AWS keeps the name it was opened under',
  },
  {
    kind: 'aws-account',
    key: /^<management>$/,
    path: 'attrs.rootEmail',
    says: /^"aws@fresh\.example"$/,
    reason: 'moto has an address of its own for it; AWS keeps the one it was opened under',
  },
  {
    kind: 'aws-account',
    key: /^<management>$/,
    path: 'attrs.joinedMethod',
    says: /^"invited"$/,
    reason: 'moto calls it created; in AWS the management AWS account is INVITED',
  },
  {
    kind: 'identity-center-user',
    key: /^<store>\/<person \d+>$/,
    path: 'status',
    says: /^"enabled"$/,
    reason: 'moto knows no UserStatus',
  },
  {
    kind: 'use of aws-account',
    key: /^\{"kind":"aws-account","nativeId":"<management>"\}$/,
    reason: 'moto has no row of the root user in its credential report',
  },
  {
    kind: 'use of iam-user',
    key: /:user\/(people\/user-(?!001")\d+|user-\d+|terraform-bootstrap)"/,
    path: 'passwordChangedAt',
    theirs: /^"<instant>"$/,
    reason: 'moto says of users without a password when it was changed; AWS says N/A',
  },
  ...['lastUsedAt', 'lastUsedRegion', 'accessKeys'].map((path) => ({
    kind: 'use of iam-user',
    key: /:user\/terraform-bootstrap"/,
    path,
    says: /<instant>|us-east-1/,
    reason: 'moto asks nobody for keys, and so nobody used theirs',
  })),
  {
    kind: 'use of iam-role',
    key: /"<role AWSReservedSSO_AdministratorAccess_[0-9a-f]{16}>"/,
    reason: 'moto makes no such role (above)',
  },
  {
    kind: 'use of iam-role',
    key: /"<role countersign-read>"/,
    path: 'lastUsedRegion',
    says: /^"us-east-1"$/,
    reason: 'moto tells when a role was assumed, but not where',
  },
];
