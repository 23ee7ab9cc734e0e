import { Service } from './service.ts'
import type { ServiceSpec, ServiceStatus } from './service.ts'

/** Called on each change of a service; `note` says how a process ended. */
export type Changed = (status: ServiceStatus, note?: string) => void

/** The processes of one engine: started as soon as what they need is ready, kept alive, stopped in reverse. */
export interface Supervisor {
  /** resolves when all are ready. @throws AppError of the first that does not start */
  readonly start: () => Promise<void>
  /** stops all, the last first; resolves when no process is left */
  readonly stop: () => Promise<void>
  /** ends the named services' processes, which start again at once */
  readonly restart: (names: readonly string[]) => void
  readonly statuses: () => readonly ServiceStatus[]
}

/** Supervises a list of services, which is also the order of starting; nothing is started yet. */
export function createSupervisor(specs: readonly ServiceSpec[], changed: Changed): Supervisor {
  const services = specs.map((spec) => new Service(spec, changed))
  return {
    start: () => startAll(services),
    stop: async () => {
      for (const service of services.toReversed()) await service.stop()
    },
    restart: (names) => {
      for (const service of services) if (names.includes(service.spec.name)) service.restart()
    },
    statuses: () => services.map((service) => service.current),
  }
}

async function startAll(services: readonly Service[]): Promise<void> {
  const started = new Map<string, Promise<void>>()
  for (const service of services) {
    const needed = service.spec.needs.map((name) => started.get(name) ?? Promise.resolve())
    const ready = Promise.all(needed).then(() => service.start())
    started.set(service.spec.name, ready)
  }
  await Promise.all(started.values())
}
