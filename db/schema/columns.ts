import { text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { v7 as uuidv7 } from 'uuid'

/** A time-ordered id made by the engine, so that every PostgreSQL from 15 on will do. */
export const idColumn = () =>
  uuid('id')
    .primaryKey()
    .$defaultFn(() => uuidv7())

/** Milliseconds, as JavaScript's `Date` has them: a finer column could not be found again by its own value. */
export const timeColumn = (name: string) => timestamp(name, { precision: 3, withTimezone: true })

/** When the row was written. */
export const createdAtColumn = () => timeColumn('created_at').notNull().defaultNow()

/** A text column that holds one of a schema's options. */
export function enumColumn<const Option extends string>(
  name: string,
  schema: { readonly options: readonly Option[] },
) {
  return text(name, { enum: nonEmpty(schema.options) })
}

/** Drizzle asks for a tuple; a zod enum always has at least one option. */
function nonEmpty<Option extends string>(options: readonly Option[]): [Option, ...Option[]] {
  return [...options] as [Option, ...Option[]]
}
