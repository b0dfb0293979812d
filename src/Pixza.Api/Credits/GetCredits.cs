using Pixza.Api.Errors;
using Pixza.Api.Requests;
using Pixza.Api.V1;
using Pixza.Core.Accounts;
using Pixza.Core.Ledger;

namespace Pixza.Api.Credits;

/// <summary>GET /api/v1/credits. A test key sees the live balance too, which it cannot spend.</summary>
public sealed class GetCredits(CreditLedger ledger) : IV1Endpoint
{
    public async Task HandleAsync(HttpContext context, Caller caller)
    {
        if (QueryReader.RefuseAny(context.Request) is { } unknown)
        {
            await ApiErrorWriter.WriteAsync(context, unknown);
            return;
        }

        var balance = await ledger.BalanceAsync(caller.AccountId, context.RequestAborted) ?? new Balance(0, 0);
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, 200, (caller, balance), static (json, state) =>
        {
            json.WriteStartObject();
            json.WriteNumber("credits_remaining", state.balance.Available);
            json.WriteNumber("credits_held", state.balance.Held);
            json.WriteString("plan", state.caller.Plan);
            json.WriteNumber("rate_limit", state.caller.RateLimit);
            json.WriteBoolean("livemode", state.caller.LiveMode);
            json.WriteEndObject();
        });
    }
}
