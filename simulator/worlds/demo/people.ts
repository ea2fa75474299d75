/** Larkspur Pay's people: given name, family name, title, groups. User name and e-mail follow from the name. */
export const PEOPLE: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['Priya', 'Raman', 'Platform engineer', ['Platform', 'Reliability']],
  ['Kwame', 'Boateng', 'Payments tech lead', ['Payments leads', 'Payments engineering', 'Payments on-call']],
  ['Aoife', 'Gallagher', 'Engineering manager, Payments', ['Engineering managers']],
  ['Tomás', 'Herrera', 'Software engineer', ['Payments engineering', 'Payments on-call']],
  ['Ingrid', 'Solheim', 'Head of finance operations', ['Finance', 'Billing administrators']],
  ['Mei-Lin', 'Zhou', 'Security engineer', ['Security', 'Incident response']],
  ['Samuel', 'Okafor', 'Software engineer', ['Payments engineering']],
  ['Ewa', 'Kowalczyk', 'Data engineer', ['Data platform']],
  ['Yusuf', 'Demir', 'Site reliability engineer', ['Reliability', 'Incident response']],
  ['Zanele', 'Dlamini', 'Database engineer', ['Payments engineering', 'Database administrators']],
  ['Rafael', 'Costa', 'Network engineer', ['Network', 'Platform']],
  ['Hana', 'Kobayashi', 'Compliance analyst', ['Compliance']],
  ['Jun-ho', 'Park', 'Software engineer', ['Web engineering']],
  ['Daniel', 'Whitlock', 'Software engineer', ['Payments engineering', 'Data platform']],
  ['Amara', 'Nwosu', 'Chief technology officer', ['Engineering managers', 'Leadership']],
  ['Lukas', 'Brandt', 'Platform engineer', ['Platform']],
  ['Sofia', 'Marchetti', 'Staff platform engineer', ['Platform', 'Reliability']],
  ['Oluwaseun', 'Adeyemi', 'Site reliability engineer', ['Reliability', 'Payments on-call']],
  ['Freya', 'Lindqvist', 'Site reliability engineer', ['Reliability']],
  ['Mateo', 'Rojas', 'Software engineer', ['Payments engineering']],
  ['Chiara', 'Bellini', 'Software engineer', ['Payments engineering', 'Payments on-call']],
  ['Nikhil', 'Deshpande', 'Senior software engineer', ['Payments engineering', 'Payments leads']],
  ['Grace', 'Mwangi', 'Software engineer', ['Payments engineering']],
  ['Viktor', 'Horváth', 'Software engineer', ['Ledger engineering']],
  ['Leila', 'Haddad', 'Ledger tech lead', ['Ledger engineering', 'Payments leads']],
  ['Ondřej', 'Novák', 'Software engineer', ['Ledger engineering']],
  ['Isabel', 'Fonseca', 'Software engineer', ['Ledger engineering', 'Payments on-call']],
  ['Emeka', 'Obi', 'Software engineer', ['Ledger engineering']],
  ['Clara', 'Jensen', 'Engineering manager, Ledger', ['Engineering managers']],
  ['Hugo', 'Lefèvre', 'Frontend engineer', ['Web engineering']],
  ['Saoirse', 'Byrne', 'Frontend engineer', ['Web engineering']],
  ['Dmitri', 'Sokolov', 'Web tech lead', ['Web engineering']],
  ['Anjali', 'Mehta', 'Frontend engineer', ['Web engineering']],
  ['Pieter', 'van Dijk', 'Engineering manager, Web', ['Engineering managers']],
  ['Nadia', 'Rahmani', 'Data platform lead', ['Data platform', 'Database administrators']],
  ['Marek', 'Wiśniewski', 'Data engineer', ['Data platform']],
  ['Yara', 'Haddad', 'Analytics engineer', ['Data platform', 'Data analysts']],
  ['Thabo', 'Nkosi', 'Data analyst', ['Data analysts']],
  ['Elif', 'Yıldız', 'Data analyst', ['Data analysts']],
  ['Simon', 'Achterberg', 'Data analyst', ['Data analysts', 'Finance']],
  ['Beatriz', 'Almeida', 'Security lead', ['Security', 'Incident response']],
  ['Callum', 'Fraser', 'Security engineer', ['Security']],
  ['Noor', 'Siddiqui', 'Detection engineer', ['Security', 'Incident response']],
  ['Henrik', 'Dahl', 'Internal auditor', ['Compliance']],
  ['Miriam', 'Katz', 'Head of compliance', ['Compliance', 'Leadership']],
  ['Oscar', 'Nyberg', 'Financial controller', ['Finance']],
  ['Fatima', 'Zahra', 'Accountant', ['Finance']],
  ['Julian', 'Okonkwo', 'Cloud cost analyst', ['Finance', 'Billing administrators']],
  ['Petra', 'Svoboda', 'Support lead', ['Support']],
  ['Diego', 'Vargas', 'Support engineer', ['Support']],
  ['Ananya', 'Iyer', 'Support engineer', ['Support']],
  ['Kofi', 'Asante', 'Support engineer', ['Support']],
  ['Lena', 'Fischer', 'Support engineer', ['Support']],
  ['Rosa', 'Delgado', 'Network engineer', ['Network']],
  ['Tariq', 'Aziz', 'Network engineer', ['Network', 'Platform']],
  ['Maja', 'Petrović', 'Quality engineer', ['Web engineering', 'Payments engineering']],
  ['Ethan', 'Clarke', 'Product manager', []],
  ['Wanjiru', 'Kamau', 'Product manager', []],
  ['Sven', 'Eriksson', 'Contractor, data migration', ['Contractors']],
  ['Paulina', 'Nowak', 'Contractor, payments', ['Contractors', 'Payments engineering']],
  ['Victor', 'Almeida', 'People partner', []],
];

export const DISABLED: readonly string[] = ['Daniel Whitlock'];

export const EMAIL_DOMAIN = 'larkspurpay.example';

/** Letters that Unicode does not decompose. */
const PLAIN: Record<string, string> = { ı: 'i', ł: 'l', ø: 'o', ß: 'ss' };

/** `tomas.herrera@larkspurpay.example` of Tomás Herrera. */
export function emailOf(givenName: string, familyName: string): string {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .replace(/[ıłøß]/g, (letter) => PLAIN[letter] ?? letter)
      .replaceAll(' ', '');
  return `${plain(givenName)}.${plain(familyName)}@${EMAIL_DOMAIN}`;
}
