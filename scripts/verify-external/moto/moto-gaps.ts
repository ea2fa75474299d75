/** One way in which moto is not as AWS is, and the simulated AWS is. */
export interface Gap {
  kind: string;
  /** Of which things. */
  key: RegExp;
  /** Dotted path of what differs; absent where moto lacks the whole thing. */
  path?: string;
  /** What the simulated AWS must say there, as AWS does. */
  says?: RegExp;
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
    kind: 'aws-account',
    key: /^<(management|account \w+)>$/,
    path: 'attrs.paths',
    says: /^\["<organization>\/<root>\/(<unit Workloads>\/<unit Production>\/)?"\]$/,
    reason: 'moto does not tell the paths of AWS accounts',
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
];
