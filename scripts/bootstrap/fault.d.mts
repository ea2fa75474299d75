export declare class Fault extends Error {}
