using FsCheck;
using FsCheck.Fluent;
using Pixza.Core.Ledger;

namespace Pixza.Core.Tests.Ledger;

/// <summary>Random histories, alone and in groups, against a model that a child could check.</summary>
public sealed class LedgerHistoryTests
{
    public abstract record Step
    {
        public sealed record Grant(int Account, int Amount, int? Reference) : Step;

        public sealed record Purchase(int Account, int Amount) : Step;

        public sealed record Refund(int Account, int Amount) : Step;

        public sealed record Expire(int Account, int Amount) : Step;

        public sealed record Adjust(int Account, int Amount, bool Up) : Step;

        public sealed record Hold(IReadOnlyList<(int Account, int Amount)> Wishes) : Step;

        public sealed record Settle(IReadOnlyList<(int Hold, bool Capture)> Ends) : Step;
    }

    private static readonly Gen<int> Amounts = Gen.Choose(1, 12);

    private static readonly Gen<Step> Steps = Gen.OneOf(
        from account in Gen.Choose(0, 2) from amount in Amounts from reference in Gen.Choose(0, 9) select (Step)new Step.Grant(account, amount, reference < 4 ? reference : null),
        from account in Gen.Choose(0, 2) from amount in Amounts select (Step)new Step.Purchase(account, amount),
        from account in Gen.Choose(0, 2) from amount in Amounts select (Step)new Step.Refund(account, amount),
        from account in Gen.Choose(0, 2) from amount in Amounts select (Step)new Step.Expire(account, amount),
        from account in Gen.Choose(0, 2) from amount in Amounts from up in Gen.Elements(true, false) select (Step)new Step.Adjust(account, amount, up),
        from wishes in Gen.NonEmptyListOf(from account in Gen.Choose(0, 2) from amount in Amounts select (account, amount)) select (Step)new Step.Hold([.. wishes.Take(8)]),
        from ends in Gen.NonEmptyListOf(from hold in Gen.Choose(0, 30) from capture in Gen.Elements(true, false) select (hold, capture)) select (Step)new Step.Settle([.. ends.Take(8)]));

    [Fact]
    public async Task The_ledger_does_what_the_model_does_whatever_the_history()
    {
        await using var world = await LedgerWorld.CreateAsync();
        var histories = Gen.Sample(Steps.ListOf(25), 12, 12);

        foreach (var history in histories)
            await RunAsync(world, [.. history]);

        Assert.Empty(await world.Verifier.VerifyAsync(CancellationToken.None) is var differences ? differences.Where(line => !line.Contains("its generation is gone", StringComparison.Ordinal)) : []);
    }

    private static async Task RunAsync(LedgerWorld world, List<Step> history)
    {
        var accounts = new[] { await world.AccountAsync(), await world.AccountAsync(), await world.AccountAsync() };
        var available = new long[3];
        var held = new long[3];
        var references = new HashSet<int>();
        var holds = new List<(Guid Id, int Account, int Amount, bool Ended)>();
        var run = Guid.CreateVersion7();

        foreach (var step in history)
        {
            switch (step)
            {
                case Step.Grant grant:
                    var reference = grant.Reference is { } number ? $"{run}:{number}" : null;
                    await world.Ledger.GrantAsync(new Movement(accounts[grant.Account], grant.Amount, reference), CancellationToken.None);
                    if (grant.Reference is not { } known || references.Add(known))
                        available[grant.Account] += grant.Amount;
                    break;

                case Step.Refund refund:
                    await world.Ledger.RefundAsync(new Movement(accounts[refund.Account], refund.Amount), CancellationToken.None);
                    if (available[refund.Account] >= refund.Amount)
                        available[refund.Account] -= refund.Amount;
                    break;

                case Step.Purchase purchase:
                    await world.Ledger.PurchaseAsync(new Movement(accounts[purchase.Account], purchase.Amount, MoneyMinor: 999, Currency: "INR"), CancellationToken.None);
                    available[purchase.Account] += purchase.Amount;
                    break;

                case Step.Expire expire:
                    await world.Ledger.ExpireAsync(new Movement(accounts[expire.Account], expire.Amount), CancellationToken.None);
                    if (available[expire.Account] >= expire.Amount)
                        available[expire.Account] -= expire.Amount;
                    break;

                case Step.Adjust adjust:
                    await world.Ledger.AdjustAsync(new Movement(accounts[adjust.Account], adjust.Amount), adjust.Up, CancellationToken.None);
                    if (adjust.Up || available[adjust.Account] >= adjust.Amount)
                        available[adjust.Account] += adjust.Up ? adjust.Amount : -adjust.Amount;
                    break;

                case Step.Hold hold:
                    // One by one in the model; in the ledger as one group, with what it refused asked once more alone, as the writer does.
                    var wishes = hold.Wishes.Select(wish => LedgerWorld.Wish(accounts[wish.Account], wish.Amount)).ToList();
                    var paid = await world.HoldAsync([.. wishes]);
                    foreach (var refused in wishes.Where(wish => !paid.Contains(wish.Id)).ToList())
                        paid.UnionWith(await world.HoldAsync(refused));
                    foreach (var wish in wishes.Where(wish => paid.Contains(wish.Id)))
                    {
                        var account = Array.IndexOf(accounts, wish.AccountId);
                        available[account] -= wish.Amount;
                        held[account] += wish.Amount;
                        holds.Add((wish.Id, account, (int)wish.Amount, false));
                    }

                    // Nothing was refused that would have fitted.
                    Assert.All(wishes.Where(wish => !paid.Contains(wish.Id)), wish => Assert.True(available[Array.IndexOf(accounts, wish.AccountId)] < wish.Amount));
                    break;

                case Step.Settle settle:
                    var ends = settle.Ends.Where(end => end.Hold < holds.Count).DistinctBy(end => end.Hold).ToList();
                    if (ends.Count == 0)
                        break;
                    await world.SettleAsync([.. ends.Select(end => new Settlement(holds[end.Hold].Id, accounts[holds[end.Hold].Account], end.Capture))]);
                    foreach (var (index, capture) in ends.Where(end => !holds[end.Hold].Ended))
                    {
                        var hold1 = holds[index];
                        held[hold1.Account] -= hold1.Amount;
                        available[hold1.Account] += capture ? 0 : hold1.Amount;
                        holds[index] = hold1 with { Ended = true };
                    }

                    break;
            }

            for (var i = 0; i < accounts.Length; i++)
            {
                Assert.True(available[i] >= 0 && held[i] >= 0);
                Assert.Equal((available[i], held[i]), await world.BalanceAsync(accounts[i]));
            }
        }
    }
}
