"""Fills a running moto server through boto3 and prints, as JSON, what boto3 was told it put there."""

import json
import sys

import boto3

url, external_id = sys.argv[1:3]
options = dict(endpoint_url=url, aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
iam = boto3.client("iam", **options)
organizations = boto3.client("organizations", **options)
sso = boto3.client("sso-admin", **options)
store = boto3.client("identitystore", **options)
own = boto3.client("sts", **options).get_caller_identity()["Account"]


def trust(principal, condition=None, action="sts:AssumeRole"):
    statement = {"Effect": "Allow", "Principal": principal, "Action": action}
    if condition:
        statement["Condition"] = condition
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


# More than one page (100) of users, with paths, letters beyond ASCII-only habits and an e-mail as name.
users = []
for n in range(123):
    name = "ada@example.com" if n == 0 else f"user-{n:03}"
    user = iam.create_user(UserName=name, Path="/people/" if n % 2 else "/")["User"]
    users.append({"id": user["UserId"], "name": user["UserName"], "arn": user["Arn"]})

groups, members = [], []
for name, of in (("administrators", range(0, 3)), ("everyone", range(0, 115)), ("nobody", range(0))):
    group = iam.create_group(GroupName=name, Path="/teams/")["Group"]
    groups.append({"id": group["GroupId"], "name": group["GroupName"], "arn": group["Arn"]})
    for n in of:
        iam.add_user_to_group(GroupName=name, UserName=users[n]["name"])
        members.append({"group": group["GroupId"], "member": users[n]["id"]})

saml = f"arn:aws:iam::{own}:saml-provider/Okta"
policies = {
    "countersign-read": trust({"AWS": f"arn:aws:iam::{own}:root"}, {"StringEquals": {"sts:ExternalId": external_id}}),
    "for-ec2": trust({"Service": "ec2.amazonaws.com"}),
    "for-one-user": trust({"AWS": users[1]["arn"]}),
    "for-another-account": trust({"AWS": "arn:aws:iam::210987654321:root"}),
    "from-okta": trust({"Federated": saml}, {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}},
                       "sts:AssumeRoleWithSAML"),
    "for-anyone": trust("*"),
}
roles = []
for name, document in policies.items():
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document, Path="/roles/", Description=name)["Role"]
    roles.append({"id": role["RoleId"], "name": name, "arn": role["Arn"], "trust": json.loads(document)})

# A policy of its own, attached to a user, a group and a role; and one written into a user. moto knows none of AWS's own.
allow = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]})
deploy = iam.create_policy(PolicyName="deploy", PolicyDocument=allow)["Policy"]
iam.attach_user_policy(UserName=users[1]["name"], PolicyArn=deploy["Arn"])
iam.attach_group_policy(GroupName="everyone", PolicyArn=deploy["Arn"])
iam.attach_role_policy(RoleName="for-ec2", PolicyArn=deploy["Arn"])
iam.put_user_policy(UserName=users[2]["name"], PolicyName="own", PolicyDocument=allow)
attachments = [
    {"principal": users[1]["id"], "policy": "deploy"},
    {"principal": groups[1]["id"], "policy": "deploy"},
    {"principal": next(role["id"] for role in roles if role["name"] == "for-ec2"), "policy": "deploy"},
    {"principal": users[2]["id"], "policy": "own"},
]

organization = organizations.create_organization(FeatureSet="ALL")["Organization"]["Id"]
accounts = [{"id": own, "name": "master"}]
for name in ("payments", "data", "sandbox"):
    status = organizations.create_account(AccountName=name, Email=f"{name}@example.com")["CreateAccountStatus"]
    accounts.append({"id": status["AccountId"], "name": name})

instance = sso.list_instances()["Instances"][0]
arn, store_id = instance["InstanceArn"], instance["IdentityStoreId"]
directory_users, directory_groups, directory_members = [], [], []
for n in range(107):
    email = f"Person.{n}@example.com"
    user = store.create_user(IdentityStoreId=store_id, UserName=email.lower(), DisplayName=f"Person {n}",
                             Name={"GivenName": "Person", "FamilyName": str(n)},
                             Emails=[{"Value": email, "Primary": True}])
    directory_users.append({"id": f"{store_id}/{user['UserId']}", "name": f"Person {n}", "email": email.lower()})
for name, of in (("Platform", range(0, 105)), ("Data", range(100, 107)), ("Empty", range(0))):
    group = store.create_group(IdentityStoreId=store_id, DisplayName=name)["GroupId"]
    directory_groups.append({"id": f"{store_id}/{group}", "name": name})
    for n in of:
        user = directory_users[n]["id"].split("/")[1]
        store.create_group_membership(IdentityStoreId=store_id, GroupId=group, MemberId={"UserId": user})
        directory_members.append({"group": f"{store_id}/{group}", "member": f"{store_id}/{user}"})

sets, assignments = [], []
for name in ("AdministratorAccess", "ReadOnly", "Unused"):
    made = sso.create_permission_set(InstanceArn=arn, Name=name, SessionDuration="PT2H")["PermissionSet"]
    sets.append({"id": made["PermissionSetArn"], "name": name})


def assign(account, permission_set, kind, principal):
    sso.create_account_assignment(InstanceArn=arn, TargetId=account["id"], TargetType="AWS_ACCOUNT",
                                  PermissionSetArn=permission_set["id"], PrincipalType=kind,
                                  PrincipalId=principal["id"].split("/")[1])
    assignments.append({"account": account["id"], "set": permission_set["id"], "principal": principal["id"]})


assign(accounts[1], sets[0], "GROUP", directory_groups[0])
assign(accounts[1], sets[1], "USER", directory_users[5])
assign(accounts[2], sets[1], "GROUP", directory_groups[1])
assign(accounts[0], sets[0], "GROUP", directory_groups[0])
# moto does not provision what is assigned, and keeps one list of provisioned sets for all AWS accounts.
for permission_set in sets[:2]:
    sso.provision_permission_set(InstanceArn=arn, PermissionSetArn=permission_set["id"], TargetType="AWS_ACCOUNT",
                                 TargetId=accounts[1]["id"])

print(json.dumps({
    "awsAccountId": own, "organizationId": organization, "users": users, "groups": groups, "members": members,
    "roles": roles, "attachments": attachments, "samlProvider": saml, "accounts": accounts, "instanceArn": arn,
    "directoryUsers": directory_users, "directoryGroups": directory_groups, "directoryMembers": directory_members,
    "permissionSets": sets, "assignments": assignments,
}))
