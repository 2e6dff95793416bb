import { fireEvent, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { refused, showAdmin } from '../../testing.tsx'

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
