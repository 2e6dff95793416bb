import { queryOptions } from '@tanstack/react-query'
import type { Api } from '../../lib/api.ts'
import { operation } from '../../lib/graphql.ts'

const OktaConnection = operation(`
  query OktaConnection($origin: String!) {
    tenancy {
      getOktaConnection(origin: $origin) {
        data { issuer clientId checkedOn checks { id label status detail remedy } }
        error { ...Refusal }
      }
    }
  }
`)

/** Asked of Okta each time that somebody looks: an answer of before says nothing about now. */
export const connectionQuery = (api: Api) =>
  queryOptions({
    queryKey: ['okta-connection'],
    queryFn: () =>
      api.call(
        OktaConnection,
        { origin: window.location.origin },
        ({ tenancy }) => tenancy?.getOktaConnection,
      ),
    gcTime: 0,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  })

export type ConnectionReport = Awaited<
  ReturnType<NonNullable<ReturnType<typeof connectionQuery>['queryFn']>>
>
export type ConnectionCheck = ConnectionReport['checks'][number]
