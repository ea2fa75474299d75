import type { DemoSignIn } from '../security/model/demo-sign-in.ts';
import type { Role } from '../security/model/roles.ts';

export interface DemoPerson {
  name: string;
  email: string;
  title: string;
  department: string;
  /** E-mail of the manager, who stands earlier in the list. */
  manager: string | null;
  roles: readonly Role[];
}

const at = (name: string): string => `${name}@larkspurpay.example`;
const person = (
  name: string,
  email: string,
  title: string,
  department: string,
  manager: string | null,
  roles: readonly Role[] = [],
): DemoPerson => ({ name, email: at(email), title, department, manager: manager && at(manager), roles });

const platform = 'Cloud platform';
const engineering = 'Engineering';
const aoife = 'aoife.gallagher';
const priya = 'priya.raman';

/** People of the invented company Larkspur Pay who matter to the demo; all others come from its Identity Center. */
export const demoDirectory: readonly DemoPerson[] = [
  person('Priya Raman', priya, 'Head of cloud platform', platform, null, ['super-administrator']),
  person('Kwame Boateng', 'kwame.boateng', 'Cloud engineer', platform, priya, ['connector-administrator']),
  person('Mei-Lin Zhou', 'mei-lin.zhou', 'Internal auditor', 'Audit', null, ['auditor']),
  person('Ingrid Solheim', 'ingrid.solheim', 'Security lead', 'Security', null, ['campaign-administrator']),
  person('Aoife Gallagher', aoife, 'Engineering manager', engineering, null),
  person('Tomás Herrera', 'tomas.herrera', 'Software engineer', engineering, aoife),
  person('Samuel Okafor', 'samuel.okafor', 'Software engineer', engineering, aoife),
  person('Ewa Kowalczyk', 'ewa.kowalczyk', 'Data engineer', engineering, aoife),
  person('Zanele Dlamini', 'zanele.dlamini', 'Database engineer', engineering, aoife),
  person('Yusuf Demir', 'yusuf.demir', 'Site reliability engineer', platform, priya),
  person('Rafael Costa', 'rafael.costa', 'Network engineer', platform, priya),
  person('Hana Kobayashi', 'hana.kobayashi', 'Compliance analyst', 'Compliance', null),
  person('Jun-ho Park', 'jun-ho.park', 'Software engineer', engineering, null),
];

/** What each offered sign-in shows of the product. */
export const demoSignIns: readonly DemoSignIn[] = [
  { as: 'super-administrator', email: at(priya), description: 'Sees everything and may do everything' },
  {
    as: 'connector-administrator',
    email: at('kwame.boateng'),
    description: 'Connects AWS; sees the inventory of own connectors',
  },
  {
    as: 'campaign-administrator',
    email: at('ingrid.solheim'),
    description: 'Runs access reviews; sees own campaigns and own access',
  },
  { as: 'auditor', email: at('mei-lin.zhou'), description: 'Reads everything and the audit log, changes nothing' },
  { as: 'manager', email: at(aoife), description: 'Sees what the four people of the team can reach' },
  { as: 'employee', email: at('tomas.herrera'), description: 'Sees own access only' },
];
