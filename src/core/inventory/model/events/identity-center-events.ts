import { type AwsEvent, textAt } from './aws-event.ts';
import { type Explained, each, ignored, means, type Named, nothing, type Read, type Touched } from './touched.ts';

const setNamed = (arn: string): Named => ({ kinds: ['permission-set'], id: arn });
const setArnOf = ({ parameters, answer }: AwsEvent): string | null =>
  textAt(parameters, 'permissionSetArn') ?? textAt(answer, 'permissionSet', 'permissionSetArn');

/**
 * Identity Center makes and changes a role of its own in the AWS account of a pair: where we read IAM there, that is
 * touched too.
 */
const onAssignment =
  (op: 'granted' | 'removed'): Read =>
  (event) => {
    const { parameters } = event;
    const permissionSetArn = setArnOf(event);
    const awsAccountId = textAt(parameters, 'targetId');
    const principalId = textAt(parameters, 'principalId');
    if (!permissionSetArn || !awsAccountId) return means({ what: 'everything' });
    const kinds: Named['kinds'] =
      textAt(parameters, 'principalType') === 'GROUP' ? ['identity-center-group'] : ['identity-center-user'];
    return means(
      [
        { what: 'pair', awsAccountId, permissionSetArn },
        { what: 'iam', awsAccountId },
      ],
      {
        op,
        target: { kinds: ['aws-account'], id: awsAccountId },
        permissionSetArn,
        principal: { kinds, ...(principalId && { id: principalId }) },
      },
    );
  };

/** Of one set; only its making and deletion change which there are. */
const onSet =
  (op?: Explained['op']): Read =>
  (event) => {
    const arn = setArnOf(event);
    if (!arn) return means({ what: 'everything' });
    const touched: Touched = op === 'vanished' ? { what: 'permission-sets' } : { what: 'permission-set', arn };
    return means(touched, { op, entity: setNamed(arn) }, { principal: setNamed(arn) });
  };

const onTags: Read = (event) => {
  const arn = textAt(event.parameters, 'resourceArn');
  // Instances and applications have tags too.
  if (!arn?.includes(':permissionSet/')) return nothing;
  return means({ what: 'permission-set', arn }, { entity: setNamed(arn) });
};

/** The policies of a set reach the role in the AWS accounts; the set itself stays as it was. */
const onProvision: Read = (event) => {
  const awsAccountId = textAt(event.parameters, 'targetId');
  return means(awsAccountId ? { what: 'iam', awsAccountId } : { what: 'iam', awsAccountId: 'each' });
};

const everything: Read = () => means({ what: 'everything' });

/**
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/logging-using-cloudtrail.html. The console's older names
 * (profiles) name neither the AWS account nor the set.
 */
export const identityCenterEvents: Record<string, Read> = {
  CreateAccountAssignment: onAssignment('granted'),
  DeleteAccountAssignment: onAssignment('removed'),
  CreatePermissionSet: onSet('appeared'),
  DeletePermissionSet: onSet('vanished'),
  ...each(
    onSet(),
    'UpdatePermissionSet',
    'AttachManagedPolicyToPermissionSet',
    'DetachManagedPolicyFromPermissionSet',
    'AttachCustomerManagedPolicyReferenceToPermissionSet',
    'DetachCustomerManagedPolicyReferenceFromPermissionSet',
    'PutInlinePolicyToPermissionSet',
    'DeleteInlinePolicyFromPermissionSet',
    'PutPermissionsBoundaryToPermissionSet',
    'DeletePermissionsBoundaryFromPermissionSet',
    'PutPermissionsPolicy',
    'DeletePermissionsPolicy',
  ),
  ...each(onTags, 'TagResource', 'UntagResource'),
  ProvisionPermissionSet: onProvision,
  ...each(
    everything,
    'CreateInstance',
    'DeleteInstance',
    'UpdateInstance',
    'StartSSO',
    'AssociateDirectory',
    'DisassociateDirectory',
    'UpdateDirectoryAssociation',
    'AssociateProfile',
    'DisassociateProfile',
    'CreateProfile',
    'UpdateProfile',
    'DeleteProfile',
  ),
  ...each(
    ignored,
    // Signing in and out; not all of them count as reads.
    'Authenticate',
    'Federate',
    'Logout',
    'CreateToken',
    'CreateTokenWithIAM',
    'RegisterClient',
    'StartDeviceAuthorization',
    'GetRoleCredentials',
    // Applications and access control attributes, which are not read.
    'CreateInstanceAccessControlAttributeConfiguration',
    'UpdateInstanceAccessControlAttributeConfiguration',
    'DeleteInstanceAccessControlAttributeConfiguration',
    'CreateApplication',
    'UpdateApplication',
    'DeleteApplication',
    'CreateApplicationAssignment',
    'DeleteApplicationAssignment',
    'PutApplicationAssignmentConfiguration',
    'PutApplicationAccessScope',
    'DeleteApplicationAccessScope',
    'PutApplicationAuthenticationMethod',
    'DeleteApplicationAuthenticationMethod',
    'PutApplicationGrant',
    'DeleteApplicationGrant',
    'CreateTrustedTokenIssuer',
    'UpdateTrustedTokenIssuer',
    'DeleteTrustedTokenIssuer',
    'CreateApplicationInstance',
    'CreateApplicationInstanceCertificate',
    'DeleteApplicationInstance',
    'DeleteApplicationInstanceCertificate',
    'ImportApplicationInstanceServiceProviderMetadata',
    'UpdateApplicationInstanceActiveCertificate',
    'UpdateApplicationInstanceDisplayData',
    'UpdateApplicationInstanceServiceProviderConfiguration',
    'UpdateApplicationInstanceStatus',
    'UpdateApplicationInstanceResponseConfiguration',
    'UpdateApplicationInstanceResponseSchemaConfiguration',
    'UpdateApplicationInstanceSecurityConfiguration',
    'PutMfaDeviceManagementForDirectory',
  ),
};
