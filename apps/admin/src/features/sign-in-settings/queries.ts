import { queryOptions } from '@tanstack/react-query'
import type { Api } from '../../lib/api.ts'
import { operation, type VariablesOf } from '../../lib/graphql.ts'

const GetSignInSettings = operation(`
  query GetSignInSettings {
    tenancy {
      getSignInSettings {
        data {
          version
          activatedOn
          active {
            groupRules { claim operator value group }
            attributes { claim property required }
            policies { permissions maxTokenAgeSeconds amr acr networks }
          }
          draft {
            groupRules { claim operator value group }
            attributes { claim property required }
            policies { permissions maxTokenAgeSeconds amr acr networks }
          }
        }
        error { ...Refusal }
      }
    }
  }
`)

const SaveSignInDraft = operation(`
  mutation SaveSignInDraft($data: SignInRulesInput!, $ifVersion: Int!) {
    tenancy {
      saveSignInDraft(data: $data, ifVersion: $ifVersion) {
        data { version }
        error { ...Refusal }
      }
    }
  }
`)

const DiscardSignInDraft = operation(`
  mutation DiscardSignInDraft($ifVersion: Int!) {
    tenancy {
      discardSignInDraft(ifVersion: $ifVersion) {
        data { version }
        error { ...Refusal }
      }
    }
  }
`)

const ActivateSignIn = operation(`
  mutation ActivateSignIn($ifVersion: Int!) {
    tenancy {
      activateSignIn(ifVersion: $ifVersion) {
        data { version }
        error { ...Refusal }
      }
    }
  }
`)

const ExplainAccess = operation(`
  query ExplainAccess($token: String, $claims: JSON, $draft: Boolean, $address: String) {
    tenancy {
      explainAccess(token: $token, claims: $claims, draft: $draft, address: $address) {
        data {
          admitted code message reason
          id type displayName email
          groupsFrom
          rules { claim operator value group matched reason groups }
          groups { slug found }
          permissions
          withheld { permissions code message }
        }
        error { ...Refusal }
      }
    }
  }
`)

const GetRefusal = operation(`
  query GetRefusal($code: String!) {
    tenancy {
      getRefusal(code: $code) {
        data {
          code refusedOn error message id
          claims { name values }
          groupsFrom
          rules { claim operator value group matched reason groups }
          missingGroups
        }
        error { ...Refusal }
      }
    }
  }
`)

export type SignInRulesInput = VariablesOf<typeof SaveSignInDraft>['data']

export const KEY = ['sign-in-settings']

export const settingsQuery = (api: Api) =>
  queryOptions({
    queryKey: KEY,
    queryFn: () => api.call(GetSignInSettings, {}, ({ tenancy }) => tenancy?.getSignInSettings),
  })

export type SignInSettings = Awaited<
  ReturnType<NonNullable<ReturnType<typeof settingsQuery>['queryFn']>>
>
export type SignInRules = SignInSettings['active']
export type GroupRule = SignInRules['groupRules'][number]
export type ClaimAttribute = SignInRules['attributes'][number]
export type AccessPolicy = SignInRules['policies'][number]

/** Fails with `CONFLICT` if somebody else saved the draft since `ifVersion` was read; so do all. */
export const saveDraft = (api: Api, data: SignInRulesInput, ifVersion: number) =>
  api.call(SaveSignInDraft, { data, ifVersion }, ({ tenancy }) => tenancy?.saveSignInDraft)

export const discardDraft = (api: Api, ifVersion: number) =>
  api.call(DiscardSignInDraft, { ifVersion }, ({ tenancy }) => tenancy?.discardSignInDraft)

export const activate = (api: Api, ifVersion: number) =>
  api.call(ActivateSignIn, { ifVersion }, ({ tenancy }) => tenancy?.activateSignIn)

export type AccessQuestion = VariablesOf<typeof ExplainAccess>

/** What a request would be answered. Neither the question nor the answer is kept. */
export const explainAccess = (api: Api, question: AccessQuestion) =>
  api.call(ExplainAccess, question, ({ tenancy }) => tenancy?.explainAccess)

export type Explanation = Awaited<ReturnType<typeof explainAccess>>
export type TriedRule = Explanation['rules'][number]

export const refusalQuery = (api: Api, code: string) =>
  queryOptions({
    queryKey: ['refusal', code],
    // It is written anew whenever the person tries again.
    staleTime: 0,
    gcTime: 0,
    queryFn: () => api.call(GetRefusal, { code }, ({ tenancy }) => tenancy?.getRefusal),
  })

export type AccessRefusal = Awaited<
  ReturnType<NonNullable<ReturnType<typeof refusalQuery>['queryFn']>>
>
