import { queryOptions } from '@tanstack/react-query'
import type { Api } from '../../lib/api.ts'
import { loadConfig } from '../../lib/config.ts'
import { graphql, operation } from '../../lib/graphql.ts'
import { permissionsOf } from '../../lib/permissions.ts'
import type { Identity } from '../../lib/session.tsx'

const Login = operation(`
  mutation Login {
    security {
      login {
        data {
          id
          displayName
          permissions
          ... on OktaIdentity { groups email refusal }
        }
        error { ...Refusal }
      }
    }
  }
`)

const Installed = graphql(`
  query Installed {
    tenancy {
      version
    }
    security {
      version
    }
  }
`)

/** Who the API takes the person for. Asked once: it also notes that the person was here. */
export const identityQuery = (api: Api) =>
  queryOptions({
    queryKey: ['identity'],
    staleTime: Infinity,
    queryFn: async (): Promise<Identity> => {
      const login = await api.call(Login, {}, ({ security }) => security?.login)
      return {
        id: login.id,
        displayName: login.displayName,
        email: 'email' in login ? login.email : null,
        groups: 'groups' in login ? login.groups : [],
        permissions: permissionsOf(login.permissions),
        refusal: 'refusal' in login ? login.refusal : null,
      }
    },
  })

export const installedQuery = (api: Api) =>
  queryOptions({
    queryKey: ['installed'],
    staleTime: Infinity,
    queryFn: async () => {
      const { tenancy, security } = await api.send(Installed, {})
      return Boolean(tenancy?.version && security?.version)
    },
  })

export const configQuery = queryOptions({
  queryKey: ['config'],
  staleTime: Infinity,
  queryFn: loadConfig,
})
