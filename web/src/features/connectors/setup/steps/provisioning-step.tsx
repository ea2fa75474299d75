import type { Connector, Setup } from '../../../../api/types.ts';
import { ProvisioningNote, ProvisioningSwitch } from '../provisioning.tsx';
import { ProvisioningPolicy } from '../provisioning-policy.tsx';

/** Apart from reading, and after it: whether Countersign may change AWS. */
export function ProvisioningStep({ connector, setup }: { connector: Connector; setup: Setup }) {
  return (
    <>
      <ProvisioningPolicy setup={setup} />
      <ProvisioningSwitch connector={connector} />
      <ProvisioningNote connector={connector} setup={setup} />
    </>
  );
}
