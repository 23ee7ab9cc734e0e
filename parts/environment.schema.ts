import * as z from 'zod'

import { Library, PythonVersion } from '../domain/plot/plot.schema.ts'

/** What a finished Python environment says about itself, in `<environment>/pyplots/environment.json`. */
export const EnvironmentMark = z.object({
  python: PythonVersion,
  /** implementation, version and build: `CPython 3.12.1 (main, …) [GCC …]` */
  interpreter: z.string().min(1),
  executable: z.string().min(1),
  /** each library's resolved dependency closure, itself included, as sorted `name==version` */
  libraries: z.record(Library, z.array(z.string())),
  /** JavaScript that draws what plotly and bokeh describe; absolute paths */
  bundles: z.object({ plotly: z.string(), bokeh: z.array(z.string()) }),
  versions: z.record(z.string(), z.string()),
})
export type EnvironmentMark = z.infer<typeof EnvironmentMark>
