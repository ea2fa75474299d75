import { expect, test } from 'vitest';
import { readReport } from './credential-report.ts';

const awsAccount = { kind: 'aws-account', nativeId: '111111111111' } as const;
// The form of https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
const header =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated';
const root =
  '<root_account>,arn:aws:iam::111111111111:root,2020-01-01T00:00:00+00:00,not_supported,2026-10-01T08:00:00+00:00,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A';
const ada =
  '"ada, of ops",arn:aws:iam::111111111111:user/ada,2021-02-03T04:05:06+00:00,true,2026-05-01T00:00:00+00:00,2026-01-01T00:00:00+00:00,N/A,false,false,2022-01-01T00:00:00+00:00,2023-01-01T00:00:00+00:00,us-east-1,s3,true,2026-01-02T00:00:00+00:00,2026-06-01T00:00:00+00:00,eu-west-1,ec2,false,N/A,false,N/A';
const robot =
  'robot,arn:aws:iam::111111111111:user/robot,2021-02-03T04:05:06+00:00,false,N/A,N/A,N/A,false,true,2022-01-01T00:00:00+00:00,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A';
const read = (...lines: string[]) => readReport([header, ...lines].join('\n'), awsAccount);

test('the root user is told of as its AWS account; what AWS does not track is absent', () => {
  expect(read(root)).toEqual([
    {
      of: awsAccount,
      lastUsedAt: '2026-10-01T08:00:00.000Z',
      hasMfa: true,
      passwordUsedAt: '2026-10-01T08:00:00.000Z',
      accessKeys: [],
    },
  ]);
});

test('the last use is the newest of password and keys, and an inactive key stays with its dates', () => {
  expect(read(ada)?.[0]).toEqual({
    of: { kind: 'iam-user', arn: 'arn:aws:iam::111111111111:user/ada', createdAt: '2021-02-03T04:05:06.000Z' },
    lastUsedAt: '2026-06-01T00:00:00.000Z',
    lastUsedRegion: 'eu-west-1',
    hasPassword: true,
    hasMfa: false,
    passwordUsedAt: '2026-05-01T00:00:00.000Z',
    passwordChangedAt: '2026-01-01T00:00:00.000Z',
    accessKeys: [
      {
        isActive: false,
        rotatedAt: '2022-01-01T00:00:00.000Z',
        usedAt: '2023-01-01T00:00:00.000Z',
        region: 'us-east-1',
        service: 's3',
      },
      {
        isActive: true,
        rotatedAt: '2026-01-02T00:00:00.000Z',
        usedAt: '2026-06-01T00:00:00.000Z',
        region: 'eu-west-1',
        service: 'ec2',
      },
    ],
  });
});

test('a key that was never used was never used, and a user with nothing else has no last use', () => {
  expect(read(robot)?.[0]).toMatchObject({
    hasPassword: false,
    accessKeys: [{ isActive: true, rotatedAt: '2022-01-01T00:00:00.000Z' }],
  });
  expect(read(robot)?.[0]).not.toHaveProperty('lastUsedAt');
});

test('columns are found by name, in whatever order and number they come', () => {
  const swapped = ['arn,new_column,user_creation_time,user,mfa_active', 'arn:x,1,2021-02-03T04:05:06Z,bo,TRUE'];
  expect(readReport(swapped.join('\r\n'), awsAccount)).toEqual([
    { of: { kind: 'iam-user', arn: 'arn:x', createdAt: '2021-02-03T04:05:06.000Z' }, hasMfa: true, accessKeys: [] },
  ]);
});

test('what is no report is not read as one that names nobody', () => {
  expect(readReport('<html>sign in</html>', awsAccount)).toBeNull();
  expect(readReport('', awsAccount)).toBeNull();
});
