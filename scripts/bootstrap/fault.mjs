/** Something the person who ran the command can put right; its message is all that is printed. */
export class Fault extends Error {}
