import { AppError } from '../domain/errors.ts'

/** A row that was just written. @throws AppError `internal` when it is not there: a fault of ours */
export function stored<Row>(row: Row | null | undefined, what: string): Row {
  if (row === null || row === undefined) throw new AppError('internal', `${what} was not stored`)
  return row
}
