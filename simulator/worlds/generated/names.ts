const GIVEN =
  'Ada Adam Aisha Akira Alba Amir Ana Anton Aria Ben Bianca Carlos Chen Clara Daan Dana David Elena Eli Emma Erik Eva Farid Femi Finn Gita Hana Hugo Ibrahim Ines Ivan Jana Jin Joao Julia Kai Karim Lara Leo Lina Luca Maja Marco Mei Mina Nadia Nils Noah Olga Omar Paula Pia Quentin Rami Rosa Sami Sara Tariq Tea Uma Viktor Wei Yara Zoe'.split(
    ' ',
  );
const FAMILY =
  'Abe Adler Ahmed Alonso Andersen Bakker Banerjee Baptiste Becker Bianchi Bose Cohen Costa Cruz Dahl Diaz Dubois Eriksen Evans Fischer Flores Fontaine Garcia Gupta Haas Hansen Hassan Hill Huang Ito Ivanov Jansen Kaya Keller Khan Kim Klein Kowalski Kumar Lange Larsen Lee Leroy Lopez Lund Mbeki Meyer Mori Moreau Nair Nguyen Novak Okoye Olsen Ortiz Park Patel Perez Petrov Popa Rahman Rao Reyes Rossi Roux Sato Schmid Silva Singh Smith Sorensen Suzuki Takeda Tanaka Torres Vega Vogel Weber Wolf Wright Yang Yilmaz Young Zhang'.split(
    ' ',
  );
const TITLES = ['Software engineer', 'Analyst', 'Data engineer', 'Site reliability engineer', 'Product manager'];
export const UNITS =
  'Retail Logistics Payments Lending Insurance Cards Trading Wealth Treasury Risk Fraud Marketing Mobile Web Search Catalog Pricing Supply Fleet Claims Support Research Analytics Platform'.split(
    ' ',
  );
export const STAGES = ['prod', 'staging', 'dev'] as const;
const FUNCTIONS = 'engineers on-call leads analysts operators auditors contractors release data support'.split(' ');
const DOMAINS =
  'Billing Cache Compute Container Data Database Deploy Dns Edge Events Files Functions Identity Keys Lake Logs Metrics Mail Models Network Queue Registry Search Secrets Storage Stream Support Trace Vault Warehouse'.split(
    ' ',
  );
const LEVELS = ['ReadOnly', 'Operator', 'Developer', 'PowerUser', 'Administrator'] as const;

export const EMAIL_DOMAIN = 'meridian.example';

export interface PersonName {
  readonly givenName: string;
  readonly familyName: string;
  readonly userName: string;
  readonly title: string;
}

/** The n-th person. Namesakes get a number, as in any company of that size. */
export function personName(index: number): PersonName {
  const givenName = GIVEN[index % GIVEN.length] ?? '';
  const familyName = FAMILY[(index * 7 + Math.floor(index / GIVEN.length)) % FAMILY.length] ?? '';
  const namesakes = Math.floor(index / (GIVEN.length * FAMILY.length));
  const userName = `${givenName}.${familyName}${namesakes || ''}@${EMAIL_DOMAIN}`.toLowerCase();
  return { givenName, familyName, userName, title: TITLES[index % TITLES.length] ?? '' };
}

/** The n-th group: `payments-engineers`, later `payments-engineers-02`. */
export function groupName(index: number): string {
  const unit = UNITS[index % UNITS.length]?.toLowerCase();
  const role = FUNCTIONS[Math.floor(index / UNITS.length) % FUNCTIONS.length];
  return numbered(`${unit}-${role}`, Math.floor(index / (UNITS.length * FUNCTIONS.length)));
}

export interface SetName {
  readonly name: string;
  readonly domain: string;
  readonly level: (typeof LEVELS)[number];
}

/** The n-th permission set: `DatabaseOperator`, later `DatabaseOperator-02`. */
export function setName(index: number): SetName {
  const level = LEVELS[index % LEVELS.length] ?? 'ReadOnly';
  const domain = DOMAINS[Math.floor(index / LEVELS.length) % DOMAINS.length] ?? '';
  const name = numbered(`${domain}${level}`, Math.floor(index / (LEVELS.length * DOMAINS.length)));
  return { name, domain, level };
}

export function numbered(name: string, index: number): string {
  return index === 0 ? name : `${name}-${String(index + 1).padStart(2, '0')}`;
}
