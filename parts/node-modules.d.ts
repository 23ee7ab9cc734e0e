/** Why `node_modules` does not hold what the lock file asks for, or null when it does. */
export function modulesProblem(root: string): string | null
