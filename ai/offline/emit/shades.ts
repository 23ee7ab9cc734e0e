import type { Doc } from '../layout.ts'

/** A colour map that darkens steadily from light yellow to dark blue, by the name that most libraries share. */
export const SHADES_CONSTANT: Doc = 'SHADES = "YlGnBu"'
