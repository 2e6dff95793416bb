import { fireEvent, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { ok, refused, showAdmin } from '../../testing.tsx'

test('login is called once, and the navigation shows what the person may read', async () => {
  const { sent } = showAdmin({ permissions: [{ name: 'security.group', rwd: 'r' }] })

  expect(await screen.findByRole('link', { name: 'Groups' })).toBeTruthy()
  expect(screen.queryByRole('link', { name: 'Tenants' })).toBeNull()
  expect(screen.queryByRole('link', { name: 'Users' })).toBeNull()
  expect(sent('Login')).toHaveLength(1)
})

test('a person without a group learns who they are, what the token carried, and the ways on', async () => {
  const { okta } = showAdmin({
    permissions: [],
    groups: [],
    claims: { tenantry_groups: ['sales', 'emea'], sub: '00u_1' },
  })

  expect(await screen.findByText('You have no access on Acme')).toBeTruthy()
  expect(screen.getByText('ada@acme.example')).toBeTruthy()
  expect(screen.getByText('sales, emea')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Switch tenant' })).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Sign in as somebody else' }))
  expect(okta.signOut).toHaveBeenCalledTimes(1)
})

test('a sign-in that the API does not take is explained', async () => {
  const Login = () => ({ security: { login: refused('SECURITY_NOT_AUTHORIZED', 'no') } })
  showAdmin({ answers: { Login } })

  expect(await screen.findByText('Tenantry did not accept your sign-in')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy()
})

test('an address without a page says so and leads back', async () => {
  showAdmin({ address: '/nowhere' })

  expect(await screen.findByText('There is nothing at this address')).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Go to the overview' })).toBeTruthy()
})

test('the tenant of the tab stands in every address', async () => {
  showAdmin({ address: '/' })

  const link = await screen.findByRole('link', { name: 'Groups' })

  expect(location.search).toBe('?tenantId=acme')
  expect(link.getAttribute('href')).toBe('/groups?tenantId=acme')
})

test('who has no access is shown the code by which an administrator finds out why', async () => {
  const person = { id: '00u_1', displayName: 'Ada', email: null, permissions: [], groups: [] }
  const Login = () => ({ security: { login: ok({ ...person, refusal: '7K2QM-9X4TB' }) } })
  const writeText = vi.fn(() => Promise.resolve())
  vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } })
  showAdmin({ answers: { Login } })

  expect(await screen.findByText('7K2QM-9X4TB')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: /^Copy a message/ }))

  expect(writeText).toHaveBeenCalledWith(
    'I have no access on Acme. My code is 7K2QM-9X4TB; until tomorrow you can see why here: ' +
      'http://localhost:3000/sign-in-settings/why?tenantId=acme&refusal=7K2QM-9X4TB',
  )
})

test('a group that allows nothing is named, and not taken for a missing one', async () => {
  showAdmin({ permissions: [], groups: ['interns'] })

  expect(await screen.findByText(/You are in interns, which allows nothing here yet/)).toBeTruthy()
})

test.each<[string, object, RegExp]>([
  ['CLAIM_MISSING', { claim: 'mail' }, /without the claim “mail”/],
  ['TOKEN_TOO_OLD', { maxAgeSeconds: 900 }, /within the last 15 minutes/],
  ['STEP_UP_REQUIRED', { amr: ['mfa', 'hwk'], acr: ['loa2'] }, /by mfa or hwk, at the level loa2/],
  ['NETWORK_NOT_ALLOWED', {}, /network or VPN/],
])('%s is told in words, with the code and a way on', async (code, data, words) => {
  const refusal = '7K2QM-9X4TB'
  const Login = () => ({ security: { login: refused(code, 'no', { ...data, refusal }) } })
  const { okta } = showAdmin({ answers: { Login } })

  expect(await screen.findByText(words)).toBeTruthy()
  expect(screen.getByText(refusal)).toBeTruthy()
  const again = screen.queryByRole('button', { name: 'Sign in again' })
  if (code !== 'TOKEN_TOO_OLD' && code !== 'STEP_UP_REQUIRED') return expect(again).toBeNull()
  fireEvent.click(again ?? document.body)
  const level = code === 'STEP_UP_REQUIRED' ? 'loa2' : undefined
  expect(okta.signInWithRedirect).toHaveBeenCalledWith('login', level)
})

test('where a stronger sign-in is wanted for one thing only, its error leads there', async () => {
  const error = refused('STEP_UP_REQUIRED', 'Stronger.', { amr: ['mfa'], acr: [] })
  const { okta } = showAdmin({
    address: '/groups',
    answers: { ListGroups: () => ({ security: { listGroups: error } }) },
  })

  fireEvent.click(await screen.findByRole('button', { name: 'Sign in again' }))

  expect(okta.signInWithRedirect).toHaveBeenCalledWith('login', undefined)
})
