/** Where npm puts the Node 24 that runs everything. */
export declare function node24(root: string): string;
/** Runs `npm ci` when node_modules is missing or is not what package-lock.json asks for. */
export declare function ensureInstalled(root: string): Promise<void>;
/** Whether node_modules is what package-lock.json asks for. */
export declare function isInstalled(root: string): boolean;
