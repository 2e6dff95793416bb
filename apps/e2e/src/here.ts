import { inject } from 'vitest'

/** The system of this worker, on which its stories are told one after the other. */
export const { app, orgs } = own()

function own() {
  const system = inject('systems')[Number(process.env.VITEST_POOL_ID) - 1]
  if (!system) throw new Error('There are more workers than systems.')
  return system
}
