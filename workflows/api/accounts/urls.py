"""Routes of what one's own account is made of: tokens, sessions, and invitations to others."""

from django.urls import URLPattern, URLResolver, path

from . import invitations, sessions, tokens

urlpatterns: list[URLPattern | URLResolver] = [
    path("me/tokens/", tokens.TokensView.as_view(), name="api-tokens"),
    path("me/tokens/<int:token_id>/", tokens.TokenView.as_view(), name="api-token"),
    path("me/sessions/", sessions.SessionsView.as_view(), name="api-sessions"),
    path(
        "me/sessions/end-others/", sessions.EndOthersView.as_view(), name="api-sessions-end-others"
    ),
    path("me/sessions/<int:session_id>/", sessions.SessionView.as_view(), name="api-session"),
    path("invitations/", invitations.InvitationsView.as_view(), name="api-invitations"),
    path(
        "invitations/<uuid:invitation_id>/",
        invitations.InvitationView.as_view(),
        name="api-invitation",
    ),
]
