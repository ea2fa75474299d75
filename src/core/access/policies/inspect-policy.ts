import { requirePermission, type Viewer } from '../../security/model/viewer.ts';
import type { PersonId } from '../../shared/ids.ts';
import { lintPolicy, namedPeople } from '../model/policy/lint-policy.ts';
import { findingAt, type PolicyField, type PolicyFinding } from '../model/policy/policy-finding.ts';
import { approvesByItself, cedarOf, isStorableText, type PolicyForm } from '../model/policy/policy-form.ts';
import type { PolicyPorts, PolicyStores } from './ports.ts';

interface NamedForm {
  id: string;
  name: string;
  form: PolicyForm;
}
export interface PolicyPreview {
  cedar: string;
  approvesByItself: boolean;
  findings: PolicyFinding[];
}

/** The text that the form would give, with everything that saving it would be refused for. Changes nothing. */
export const previewPolicy = async (
  ports: Pick<PolicyPorts, 'transact' | 'engine'>,
  { viewer, name, form }: { viewer: Viewer; name: string; form: PolicyForm },
): Promise<PolicyPreview> => {
  requirePermission(viewer, 'policies.manage');
  const findings = await ports.transact((unit) => findingsOf(unit, ports, { id: 'preview', name, form }));
  return { cedar: cedarOf(name, form), approvesByItself: approvesByItself(form), findings };
};

/** What our own lints and Cedar's strict validation find in the generated text; empty: it may be saved. */
export const findingsOf = async (
  unit: PolicyStores,
  { engine }: Pick<PolicyPorts, 'engine'>,
  { id, name, form }: NamedForm,
): Promise<PolicyFinding[]> => {
  const unstorable = textsOf(name, form).filter(([, text]) => !isStorableText(text));
  if (unstorable.length > 0)
    return unstorable.map(([field]) => ({ field, message: 'It contains a character that can not be stored.' }));
  const cedar = cedarOf(name, form);
  const inspected = engine.inspect(cedar);
  if ('faults' in inspected) return inspected.faults.map(ofTheWhole);
  const { policy } = inspected;
  const people = await unit.people.byIds(namedPeople(policy) as PersonId[]);
  const known = {
    entities: await unit.policies.knownEntities(policy.entities),
    personIds: new Set<string>(people.filter(({ status }) => status === 'active').map((person) => person.id)),
  };
  return [
    ...lintPolicy(policy, known).map((fault) => findingAt(form, fault)),
    ...engine.validate({ [id]: { name, cedar } }).map(({ message }) => ofTheWhole(message)),
  ];
};
const ofTheWhole = (message: string): PolicyFinding => ({ field: null, message });

/** What people typed; everything else of a form is an id of a fixed pattern or a number. */
const textsOf = (name: string, form: PolicyForm): [PolicyField, string][] => [
  ['name', name],
  ...(form.shape === 'forbid' ? ([['because', form.because]] as [PolicyField, string][]) : []),
  ...('who' in form && form.who.kind === 'department'
    ? ([['who', form.who.department]] as [PolicyField, string][])
    : []),
];
