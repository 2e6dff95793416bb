import { queryOptions } from '@tanstack/react-query'
import type { Api } from './api.ts'
import { operation } from './graphql.ts'

const ListTenants = operation(`
  query ListTenants {
    tenancy {
      listTenants {
        data {
          id
          name
          description
          tags
          status
          createdOn
          version
          settings {
            appClientId
            domains { fqdn }
            okta { issuer audience tokenUse serviceClientIds groupNames }
          }
        }
        error { ...Refusal }
      }
    }
  }
`)

/** The tenants below the current one; several screens lead to them. */
export const tenantsQuery = (api: Api) =>
  queryOptions({
    queryKey: ['tenants'],
    queryFn: () => api.call(ListTenants, {}, ({ tenancy }) => tenancy?.listTenants),
  })

export type Tenant = Awaited<
  ReturnType<NonNullable<ReturnType<typeof tenantsQuery>['queryFn']>>
>[number]
