import * as z from 'zod'

/** Who trained a model. Two models of one family never count as two opinions. */
export const ModelFamily = z.enum(['anthropic', 'openai', 'google', 'local']).meta({ id: 'ModelFamily' })
export type ModelFamily = z.infer<typeof ModelFamily>
