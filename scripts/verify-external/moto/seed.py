"""Puts one world into whatever answers as AWS at a URL, through boto3, and prints what boto3 was told it put there.

The same calls go to moto and to the simulated AWS. `labels` names every id that AWS made up, so that two worlds that
differ in nothing else can be compared.
"""

import base64
import hashlib
import hmac
import json
import struct
import sys
import time

import boto3

url, key_id, secret, external_id, product = sys.argv[1:6]
options = dict(endpoint_url=url, aws_access_key_id=key_id, aws_secret_access_key=secret, region_name="us-east-1")
iam = boto3.client("iam", **options)
organizations = boto3.client("organizations", **options)
sso = boto3.client("sso-admin", **options)
store = boto3.client("identitystore", **options)
own = boto3.client("sts", **options).get_caller_identity()["Account"]

labels = {own: "<management>"}


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action, resource="*"):
    return {"Effect": "Allow", "Action": action, "Resource": resource}


def trust(principal, condition=None, action="sts:AssumeRole"):
    statement = {"Effect": "Allow", "Principal": principal, "Action": action}
    if condition:
        statement["Condition"] = condition
    return policy(statement)


def managed(name):
    return f"arn:aws:iam::aws:policy/{name}"


def user_row(user):
    labels[user["UserId"]] = f"<user {user['UserName']}>"
    return {"id": user["UserId"], "name": user["UserName"], "arn": user["Arn"]}


def ensure_administrator():
    """Whose keys these are in the simulated AWS; moto asks nobody who they are."""
    name = "terraform-bootstrap"
    try:
        user = iam.get_user(UserName=name)["User"]
    except iam.exceptions.NoSuchEntityException:
        user = iam.create_user(UserName=name)["User"]
        iam.attach_user_policy(UserName=name, PolicyArn=managed("AdministratorAccess"))
        iam.create_access_key(UserName=name)
    return user_row(user)


iam.create_account_alias(AccountAlias="verify-external")

customer = iam.create_policy(PolicyName="own-buckets", Path="/teams/", PolicyDocument=policy(allow("s3:List*")))
boundary = iam.create_policy(PolicyName="boundary", PolicyDocument=policy(allow("*")))
for made in (customer, boundary):
    # By both: moto tells the details of policies without their ids.
    labels[made["Policy"]["PolicyId"]] = labels[made["Policy"]["Arn"]] = f"<policy {made['Policy']['PolicyName']}>"
iam.create_policy_version(PolicyArn=customer["Policy"]["Arn"], PolicyDocument=policy(allow(["s3:List*", "s3:Get*"])),
                          SetAsDefault=True)

# More than one page (100) of users, with paths, letters beyond ASCII-only habits and an e-mail as name.
users = [ensure_administrator()]
for n in range(123):
    name = "ada@example.com" if n == 0 else f"user-{n:03}"
    tags = [{"Key": "team", "Value": "platform"}] if n % 10 == 0 else []
    bounded = {"PermissionsBoundary": boundary["Policy"]["Arn"]} if n == 2 else {}
    path = "/people/" if n % 2 else "/"
    users.append(user_row(iam.create_user(UserName=name, Path=path, Tags=tags, **bounded)["User"]))

groups, members = [], []
for name, of in (("administrators", range(0, 3)), ("everyone", range(0, 115)), ("nobody", range(0))):
    group = iam.create_group(GroupName=name, Path="/teams/")["Group"]
    labels[group["GroupId"]] = f"<group {name}>"
    groups.append({"id": group["GroupId"], "name": group["GroupName"], "arn": group["Arn"]})
    for n in of:
        iam.add_user_to_group(GroupName=name, UserName=users[n]["name"])
        members.append({"group": group["GroupId"], "member": users[n]["id"]})

# Policies of every kind, on principals of every kind.
iam.attach_group_policy(GroupName="administrators", PolicyArn=managed("AdministratorAccess"))
iam.attach_group_policy(GroupName="everyone", PolicyArn=customer["Policy"]["Arn"])
iam.put_group_policy(GroupName="everyone", PolicyName="change-password",
                     PolicyDocument=policy(allow("iam:ChangePassword", f"arn:aws:iam::{own}:user/*")))
iam.attach_user_policy(UserName="user-001", PolicyArn=managed("ReadOnlyAccess"))
iam.put_user_policy(UserName="user-002", PolicyName="assume", PolicyDocument=policy(allow("sts:AssumeRole")))


def code(seed, offset):
    """What a device shows (RFC 6238): IAM wants two codes that follow each other."""
    counter = struct.pack(">Q", int(time.time()) // 30 + offset)
    digest = hmac.new(base64.b32decode(seed), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start:start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


# Ways in: passwords, devices, keys, one of them switched off.
for name in ("user-001", "ada@example.com"):
    iam.create_login_profile(UserName=name, Password="Correct-Horse-7-Battery!")
device = iam.create_virtual_mfa_device(VirtualMFADeviceName="ada")["VirtualMFADevice"]
seed = device["Base32StringSeed"].decode() if isinstance(device["Base32StringSeed"], bytes) else device["Base32StringSeed"]
iam.enable_mfa_device(UserName="ada@example.com", SerialNumber=device["SerialNumber"],
                      AuthenticationCode1=code(seed, -1), AuthenticationCode2=code(seed, 0))
for name in ("user-001", "user-003", "user-003"):
    key = iam.create_access_key(UserName=name)["AccessKey"]["AccessKeyId"]
    labels[key] = f"<key of {name}>"
iam.update_access_key(UserName="user-003", AccessKeyId=key, Status="Inactive")

metadata = ('<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://okta.example">'
            '<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"/>'
            f'</EntityDescriptor>{" " * 1000}')
saml = iam.create_saml_provider(Name="Okta", SAMLMetadataDocument=metadata)["SAMLProviderArn"]
github = "token.actions.githubusercontent.com"
oidc = iam.create_open_id_connect_provider(Url=f"https://{github}", ClientIDList=["sts.amazonaws.com"],
                                           ThumbprintList=["a" * 40])["OpenIDConnectProviderArn"]
policies = {
    "countersign-read": trust({"AWS": product}, {"StringEquals": {"sts:ExternalId": external_id}}),
    "for-ec2": trust({"Service": "ec2.amazonaws.com"}),
    "for-one-user": trust({"AWS": users[2]["arn"]}),
    "for-another-account": trust({"AWS": "arn:aws:iam::210987654321:root"}),
    "for-this-account": trust({"AWS": own}, {"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
    "from-okta": trust({"Federated": saml}, {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}},
                       "sts:AssumeRoleWithSAML"),
    "from-github": trust({"Federated": oidc}, {"StringLike": {f"{github}:sub": "repo:example/app:*"}},
                         "sts:AssumeRoleWithWebIdentity"),
    "for-anyone": trust("*"),
}
roles = []
for name, document in policies.items():
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document, Path="/roles/", Description=name,
                           MaxSessionDuration=7200, Tags=[{"Key": "owner", "Value": "platform"}])["Role"]
    labels[role["RoleId"]] = f"<role {name}>"
    roles.append({"id": role["RoleId"], "name": name, "arn": role["Arn"], "trust": json.loads(document)})
iam.put_role_policy(RoleName="countersign-read", PolicyName="read", PolicyDocument=policy(allow([
    "iam:Get*", "iam:List*", "iam:GenerateCredentialReport", "organizations:Describe*", "organizations:List*",
    "sso:Describe*", "sso:Get*", "sso:List*", "identitystore:Describe*", "identitystore:Get*", "identitystore:List*",
])))
iam.attach_role_policy(RoleName="for-ec2", PolicyArn=customer["Policy"]["Arn"])
iam.attach_role_policy(RoleName="for-ec2", PolicyArn=managed("ReadOnlyAccess"))

try:
    organization = organizations.create_organization(FeatureSet="ALL")["Organization"]
except organizations.exceptions.ClientError:
    organization = organizations.describe_organization()["Organization"]
labels[organization["Id"]] = "<organization>"
root = organizations.list_roots()["Roots"][0]["Id"]
labels[root] = "<root>"
accounts = [{"id": own, "name": row["Name"]} for row in organizations.list_accounts()["Accounts"] if row["Id"] == own]
units = {}
for name, parent in (("Workloads", None), ("Production", "Workloads")):
    parent_id = units[parent] if parent else root
    units[name] = organizations.create_organizational_unit(ParentId=parent_id, Name=name)["OrganizationalUnit"]["Id"]
    labels[units[name]] = f"<unit {name}>"
for name in ("payments", "data", "sandbox"):
    status = organizations.create_account(AccountName=name, Email=f"{name}@example.com")["CreateAccountStatus"]
    while status["State"] == "IN_PROGRESS":
        time.sleep(0.1)
        status = organizations.describe_create_account_status(CreateAccountRequestId=status["Id"])["CreateAccountStatus"]
    labels[status["AccountId"]] = f"<account {name}>"
    accounts.append({"id": status["AccountId"], "name": name})
organizations.move_account(AccountId=accounts[1]["id"], SourceParentId=root, DestinationParentId=units["Production"])
organizations.tag_resource(ResourceId=accounts[1]["id"], Tags=[{"Key": "owner", "Value": "payments"}])

instance = sso.list_instances()["Instances"][0]
arn, store_id = instance["InstanceArn"], instance["IdentityStoreId"]
labels |= {arn: "<instance>", arn.split("/")[1]: "<instance id>", store_id: "<store>"}
sso.update_instance(InstanceArn=arn, Name="verify-external")
directory_users, directory_groups, directory_members = [], [], []
for n in range(107):
    email = f"Person.{n}@example.com"
    user = store.create_user(IdentityStoreId=store_id, UserName=email.lower(), DisplayName=f"Person {n}",
                             Name={"GivenName": "Person", "FamilyName": str(n)}, Title="Engineer", UserType="Employee",
                             Emails=[{"Value": email, "Type": "work", "Primary": True}])
    labels[user["UserId"]] = f"<person {n}>"
    directory_users.append({"id": f"{store_id}/{user['UserId']}", "name": f"Person {n}", "email": email.lower()})
for name, of in (("Platform", range(0, 105)), ("Data", range(100, 107)), ("Empty", range(0))):
    group = store.create_group(IdentityStoreId=store_id, DisplayName=name, Description=f"{name} people")["GroupId"]
    labels[group] = f"<directory group {name}>"
    directory_groups.append({"id": f"{store_id}/{group}", "name": name})
    for n in of:
        user = directory_users[n]["id"].split("/")[1]
        store.create_group_membership(IdentityStoreId=store_id, GroupId=group, MemberId={"UserId": user})
        directory_members.append({"group": f"{store_id}/{group}", "member": f"{store_id}/{user}"})

sets, assignments = [], []
# More sets than AWS accounts: by set moto tells of the caller's own AWS account only, so they are to be looked up by
# AWS account.
for name in ("AdministratorAccess", "ReadOnly", "Unused", "Spare1", "Spare2", "Spare3"):
    made = sso.create_permission_set(InstanceArn=arn, Name=name, SessionDuration="PT2H", Description=f"{name} for some",
                                     Tags=[{"Key": "risk", "Value": "high"}])["PermissionSet"]
    labels[made["PermissionSetArn"]] = f"<set {name}>"
    sets.append({"id": made["PermissionSetArn"], "name": name})
for permission_set, name in zip(sets, ("AdministratorAccess", "ReadOnlyAccess", "ReadOnlyAccess")):
    sso.attach_managed_policy_to_permission_set(InstanceArn=arn, PermissionSetArn=permission_set["id"],
                                                ManagedPolicyArn=managed(name))
sso.put_inline_policy_to_permission_set(InstanceArn=arn, PermissionSetArn=sets[1]["id"],
                                        InlinePolicy=policy(allow("s3:GetObject")))
sso.attach_customer_managed_policy_reference_to_permission_set(
    InstanceArn=arn, PermissionSetArn=sets[2]["id"], CustomerManagedPolicyReference={"Name": "own", "Path": "/"})


def assign(account, permission_set, kind, principal):
    status = sso.create_account_assignment(
        InstanceArn=arn, TargetId=account["id"], TargetType="AWS_ACCOUNT", PermissionSetArn=permission_set["id"],
        PrincipalType=kind, PrincipalId=principal["id"].split("/")[1])["AccountAssignmentCreationStatus"]
    while status["Status"] == "IN_PROGRESS":
        time.sleep(0.1)
        status = sso.describe_account_assignment_creation_status(
            InstanceArn=arn, AccountAssignmentCreationRequestId=status["RequestId"])["AccountAssignmentCreationStatus"]
    if status["Status"] == "FAILED":
        raise RuntimeError(status["FailureReason"])
    # AWS provisions what is assigned by itself. moto does what it is told, for all AWS accounts and once for each time.
    if all(permission_set["id"] != assigned["set"] for assigned in assignments):
        sso.provision_permission_set(InstanceArn=arn, PermissionSetArn=permission_set["id"], TargetType="AWS_ACCOUNT",
                                     TargetId=account["id"])
    assignments.append({"account": account["id"], "set": permission_set["id"], "principal": principal["id"]})


assign(accounts[1], sets[0], "GROUP", directory_groups[0])
assign(accounts[1], sets[1], "USER", directory_users[5])
assign(accounts[2], sets[1], "GROUP", directory_groups[1])
assign(accounts[0], sets[0], "GROUP", directory_groups[0])
for page in iam.get_paginator("list_roles").paginate():
    for role in page["Roles"]:
        labels.setdefault(role["RoleId"], f"<role {role['RoleName']}>")

print(json.dumps({
    "awsAccountId": own, "organizationId": organization["Id"], "users": users, "groups": groups, "members": members,
    "roles": roles, "samlProvider": saml, "oidcProvider": oidc, "accounts": accounts, "instanceArn": arn,
    "directoryUsers": directory_users, "directoryGroups": directory_groups, "directoryMembers": directory_members,
    "permissionSets": sets, "assignments": assignments, "labels": labels,
}))
