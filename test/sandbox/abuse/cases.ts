import type { AbuseCase } from './case.ts'
import { disk } from './disk.ts'
import { forgery } from './forgery.ts'
import { garbage } from './garbage.ts'
import { imports } from './imports.ts'
import { kernel } from './kernel.ts'
import { links } from './links.ts'
import { memory } from './memory.ts'
import { network } from './network.ts'
import { output } from './output.ts'
import { privileges } from './privileges.ts'
import { processes } from './processes.ts'
import { secrets } from './secrets.ts'
import { time } from './time.ts'

/** Everything hostile that the sandbox is tried with, by family. */
export const cases: readonly AbuseCase[] = [
  ...processes,
  ...memory,
  ...disk,
  ...output,
  ...time,
  ...network,
  ...secrets,
  ...forgery,
  ...links,
  ...kernel,
  ...privileges,
  ...imports,
  ...garbage,
]
