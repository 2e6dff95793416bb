import '@okta/okta-signin-widget/css/okta-sign-in.min.css'

export { OktaSignIn } from '@okta/okta-signin-widget/oie'
