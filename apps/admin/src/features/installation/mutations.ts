import type { Api } from '../../lib/api.ts'
import { operation } from '../../lib/graphql.ts'

const InstallSecurity = operation(`
  mutation InstallSecurity {
    security {
      install {
        data
        error { ...Refusal }
      }
    }
  }
`)

const InstallTenancy = operation(`
  mutation InstallTenancy {
    tenancy {
      install {
        data
        error { ...Refusal }
      }
    }
  }
`)

/** The steps of the installation, in order. Each one can be run again without harm. */
export const STEPS = [
  {
    name: 'Groups',
    what: 'Adds the groups that every tenant starts with: full access, and one for visitors that allows nothing yet.',
    run: (api: Api) => api.call(InstallSecurity, {}, ({ security }) => security?.install),
  },
  {
    name: 'The root tenant',
    what: 'Writes the root tenant, below which all other tenants are made, and notes the version of this system.',
    run: (api: Api) => api.call(InstallTenancy, {}, ({ tenancy }) => tenancy?.install),
  },
] as const
